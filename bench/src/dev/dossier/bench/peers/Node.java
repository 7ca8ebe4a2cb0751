package dev.dossier.bench.peers;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * The program of a process that initialises databases: {@code CONTESTANT DATABASE COUNT URL} one, {@code CONTESTANT DATABASE
 * COUNT} one for each line that it reads, and that at the next line. It then answers the nanoseconds it took, or why it
 * failed.
 */
final class Node {
    private Node() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        PrintStream answers = System.out;
        System.setOut(System.err); // a contestant may have something to say
        Contestant contestant =
                Entry.valueOf(arguments[0]).with(new Scripts(arguments[1], Integer.parseInt(arguments[2])));
        if (arguments.length > 3) {
            contestant.of(new Location(arguments[3])).run();
            return;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String url = lines.readLine(); url != null; url = lines.readLine()) {
            Contestant.Start start = contestant.of(new Location(url));
            answers.println("ready");
            lines.readLine();
            answers.println(answer(start));
        }
    }

    private static String answer(Contestant.Start start) {
        long begin = System.nanoTime();
        try {
            start.run();
            return Long.toString(System.nanoTime() - begin);
        } catch (Exception e) {
            return (System.nanoTime() - begin) + " " + e.toString().replaceAll("\\s+", " ");
        }
    }
}
