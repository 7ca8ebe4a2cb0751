package dev.dossier.cli.files;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A file as the server describes it, made ready to be shown. */
record FileFacts(JsonNode file) {
    String id() {
        return text("file_id");
    }

    String name() {
        return text("original_filename");
    }

    long sizeBytes() {
        return file.path("file_size").asLong(0);
    }

    /** One line for people. */
    String line() {
        String deleted = file.path("deleted_at").isString() ? "  (deleted)" : "";
        return "%s  %10s  %s  %s%s%s".formatted(id(), size(sizeBytes()), text("uploaded_at"), name(), deleted, held());
    }

    private String held() {
        String scan = text("scan");
        return scan.matches("pending|infected|failed") ? "  (held: " + scan + ")" : "";
    }

    /** Everything, for programs. */
    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        file.properties().forEach(property -> object.put(property.getKey(), property.getValue()));
        return object;
    }

    /** A size as people say it. */
    static String size(long sizeBytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        double value = sizeBytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return (unit == 0 ? "%.0f %s" : "%.1f %s").formatted(value, units[unit]);
    }

    private String text(String name) {
        return file.path(name).asString("");
    }
}
