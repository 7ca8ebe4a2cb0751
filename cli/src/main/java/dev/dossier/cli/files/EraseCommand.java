package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code dossier erase}: erases everything of one person. */
@Command(
        name = "erase",
        description = "Erase everything of one person, at once and for good, and print the receipt.",
        footer = {
            "",
            "Examples:",
            "  dossier erase ada --yes",
            "  dossier erase ada --yes --json > receipt.json",
            "",
            "What is under legal hold stays, and the receipt names it: exits with 1 then."
        })
public final class EraseCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "PERSON", description = "The person, as sessions and uploads name it")
    private String person = "";

    @Option(names = "--yes", required = true, description = "Confirm: nothing brings it back")
    void confirm(boolean confirmed) {}

    /** The command with its surroundings. */
    public EraseCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Remote remote = Remote.of(flags.settings())) {
            JsonNode receipt = remote.ask("POST", "/api/erasures", Map.of("person", person));
            terminal.show(JSON.convertValue(receipt, OBJECT), text(receipt));
            boolean whole = receipt.path("held_files_kept").isEmpty()
                    && receipt.at("/verification/bytes_gone").asBoolean(false);
            return (whole ? Exit.DONE : Exit.FINDING).code();
        }
    }

    private String text(JsonNode receipt) {
        JsonNode removed = receipt.path("removed");
        return """
                erasure    %s
                removed    %d sessions, %d files (%d bytes); %d contents (%d bytes) from the disk
                access     %d keys removed, %d sessions of others shared no longer
                kept       %d contents that somebody else has too, %d files under legal hold
                log        %d entries; the person is %s in it
                bytes      %s\
                """.formatted(
                        receipt.path("erasure_id").asString(""),
                        removed.path("sessions").asLong(0),
                        removed.path("files").asLong(0),
                        removed.path("file_bytes").asLong(0),
                        removed.path("blobs").asLong(0),
                        removed.path("blob_bytes").asLong(0),
                        removed.path("keys").asLong(0),
                        removed.path("shares").asLong(0),
                        receipt.path("shared_blobs_kept").asLong(0),
                        receipt.path("held_files_kept").size(),
                        receipt.path("log_entries_pseudonymised").asLong(0),
                        receipt.path("pseudonym").asString(""),
                        receipt.at("/verification/bytes_gone").asBoolean(false) ? "gone, looked for" : "STILL THERE");
    }
}
