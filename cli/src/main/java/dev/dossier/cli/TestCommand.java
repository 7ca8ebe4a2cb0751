package dev.dossier.cli;

import dev.dossier.cli.settings.SettingException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dossier test}, which only the launcher in the source tree can do. */
@Command(name = "test", description = "Run the whole test suite (in the source tree: ./dossier test).")
final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new SettingException("The test suite is run by the launcher in the source tree: ./dossier test.");
    }
}
