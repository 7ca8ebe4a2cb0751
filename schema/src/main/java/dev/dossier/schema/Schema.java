package dev.dossier.schema;

/** A schema. */
public final class Schema {
    private final String name;

    Schema(String name) {
        this.name = name;
    }

    /** Name. */
    public String name() {
        return name;
    }
}
