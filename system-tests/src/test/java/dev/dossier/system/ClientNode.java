package dev.dossier.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/**
 * The program of a node that is no server: sends one request from an address of its own and prints the answer on one line.
 *
 * <p>Arguments: the local address, the gate (a file to wait for; {@code -} to go at once), the method, the URL, and for a body
 * its content type and the file that holds it.
 */
final class ClientNode {
    /** In place of a gate. */
    static final String AT_ONCE = "-";

    private ClientNode() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(arguments[3]));
        if (arguments.length > 4) {
            request.header("Content-Type", arguments[4]);
            request.method(arguments[2], BodyPublishers.ofFile(Path.of(arguments[5])));
        } else {
            request.method(arguments[2], BodyPublishers.noBody());
        }
        try (HttpClient client = HttpClient.newBuilder()
                .localAddress(InetAddress.getByName(arguments[0]))
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            if (!arguments[1].equals(AT_ONCE)) {
                new Gate(Path.of(arguments[1])).pass();
            }
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            System.out.println(
                    "answer " + answer.statusCode() + " " + answer.body().replace("\n", " "));
        }
    }
}
