package dev.dossier.cli.database;

import dev.dossier.blobs.ScrubProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** How far the scrub has come, for programs and for people. */
final class ScrubObject {
    private ScrubObject() {}

    static Map<String, Object> of(ScrubProgress progress) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("round", progress.round());
        object.put("under_way", progress.isUnderWay());
        object.put("started_at", Objects.toString(progress.startedAt(), null));
        object.put("completed_at", Objects.toString(progress.completedAt(), null));
        object.put("checked_blobs", progress.checkedBlobs());
        object.put("checked_bytes", progress.checkedBytes());
        object.put("damaged_blobs", progress.damagedBlobs());
        object.put("after", progress.afterKey());
        return object;
    }

    static String text(ScrubProgress progress) {
        if (progress.round() == 0) {
            return "not begun";
        }
        String counts = "%d blobs, %d bytes, %d damaged"
                .formatted(progress.checkedBlobs(), progress.checkedBytes(), progress.damagedBlobs());
        return progress.isUnderWay()
                ? "round %d under way since %s: %s".formatted(progress.round(), progress.startedAt(), counts)
                : "round %d complete at %s: %s".formatted(progress.round(), progress.completedAt(), counts);
    }
}
