package dev.dossier.schema;

/**
 * SHA-256 of a catalog's text in normal form: what tells a look that nothing has changed. Remembers the last answer, because
 * most looks see the same catalog. Thread-safe.
 */
final class SchemaFingerprint {
    private record Answer(String text, String fingerprint) {}

    private volatile Answer last = new Answer("", Sha256.hex(""));

    String of(CatalogGlance glance) {
        Answer answer = last;
        if (!answer.text().equals(glance.text())) {
            answer = new Answer(glance.text(), Sha256.hex(SqlText.normalize(glance.text())));
            last = answer;
        }
        return answer.fingerprint();
    }
}
