package dev.dossier.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, as its jar states it. */
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("in development");
        return new String[] {
            "dossier " + version + " (Java " + Runtime.version().feature() + ")"
        };
    }
}
