package dev.dossier.cli;

import dev.dossier.cli.settings.SettingException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code dossier test}, which only the launcher in the source tree can do. */
@Command(name = "test", description = "Run the whole test suite (in the source tree: ./dossier test).")
final class TestCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        throw new SettingException("The test suite is run by the launcher in the source tree: ./dossier test.");
    }
}
