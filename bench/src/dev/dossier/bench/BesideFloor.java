package dev.dossier.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Measures Dossier beside its floor. */
final class BesideFloor {
    private BesideFloor() {}

    /** The arguments are the checkout and the names of what to measure, or none for all. */
    public static void main(String[] arguments) throws Exception {
        SequencedMap<String, Bench.Measurement> all = new LinkedHashMap<>();
        all.put("initialisation", new InitialisationFigures());
        all.put("start", new StartFigures());
        all.put("transfer", new TransferFigures());
        all.put("small", new SmallUploadFigures());
        all.put("files", new SmallFileFigures());
        List<String> names = List.of(arguments).subList(1, arguments.length);
        new Bench(Path.of(arguments[0]), "bench/run").measure(all, names);
    }
}
