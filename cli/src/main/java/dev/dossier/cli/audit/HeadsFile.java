package dev.dossier.cli.audit;

import dev.dossier.audit.AuditHead;
import dev.dossier.cli.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Heads that were kept elsewhere: one JSON object a line.
 *
 * @param heads what the file says
 */
record HeadsFile(List<AuditHead> heads) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * The file of that path; none where there is no path.
     *
     * @throws SettingException when it cannot be read, or says something else
     */
    static HeadsFile at(@Nullable Path path) {
        List<AuditHead> heads = new ArrayList<>();
        try {
            for (String line : path == null ? List.<String>of() : Files.readAllLines(path)) {
                if (!line.isBlank()) {
                    heads.add(head(line));
                }
            }
        } catch (NoSuchFileException e) {
            throw new SettingException(
                    "There is no file %s with heads. \"dossier audit heads --json\" prints them.".formatted(path), e);
        } catch (IOException e) {
            throw new SettingException("The heads in %s cannot be read: %s.".formatted(path, e.getMessage()), e);
        } catch (JacksonException | IllegalArgumentException | DateTimeParseException e) {
            throw new SettingException(
                    "%s has a line that \"dossier audit heads --json\" never printed.".formatted(path), e);
        }
        return new HeadsFile(List.copyOf(heads));
    }

    private static AuditHead head(String line) {
        JsonNode head = JSON.readTree(line);
        AuditHead read = new AuditHead(
                head.path("node").asString(""),
                head.path("sequence").asLong(0),
                head.path("hash").asString(""),
                Instant.parse(head.path("at").asString("")));
        if (read.node().isEmpty() || read.sequence() < 1 || !read.hash().matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(line);
        }
        return read;
    }

    static Map<String, Object> object(AuditHead head) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("node", head.node());
        object.put("sequence", head.sequence());
        object.put("hash", head.hash());
        object.put("at", head.at().toString());
        return object;
    }
}
