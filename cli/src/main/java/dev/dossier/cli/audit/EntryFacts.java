package dev.dossier.cli.audit;

import dev.dossier.audit.AccessEntry;
import dev.dossier.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An entry of the log, made ready to be shown. */
record EntryFacts(AccessEntry entry) {
    /** Everything, for programs. */
    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", entry.id());
        object.put("at", entry.at().toString());
        object.put("type", entry.type());
        object.put("result", entry.result());
        object.put("actor", entry.actor());
        object.put("address", entry.address());
        object.put("file_id", entry.fileId());
        object.put("session_id", entry.session());
        object.put("owner", entry.owner());
        object.put("node", entry.node());
        object.put("details", new TreeMap<>(entry.details()));
        return object;
    }

    /** One line, for people. */
    String line() {
        StringJoiner line = new StringJoiner(" ");
        line.add(entry.at().toString()).add(entry.result()).add(entry.type());
        line.add(shown(entry.actor()));
        add(line, "from", entry.address());
        add(line, "session", entry.session());
        add(line, "of", entry.owner());
        add(line, "file", entry.fileId());
        new TreeMap<>(entry.details()).forEach((key, value) -> line.add(Terminal.plain(key + "=" + value)));
        return line.toString();
    }

    private static void add(StringJoiner line, String what, @Nullable String value) {
        if (value != null) {
            line.add(what).add(Terminal.plain(value));
        }
    }

    private static String shown(@Nullable String actor) {
        return Terminal.plain(Objects.requireNonNullElse(actor, "nobody known"));
    }
}
