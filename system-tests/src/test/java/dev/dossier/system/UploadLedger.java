package dev.dossier.system;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients have sent, and what a server has answered for. */
final class UploadLedger {
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** Bytes of that hash are about to be sent. */
    void sending(String sha256) {
        sent.add(sha256);
    }

    /** The server answered 201 with that file. */
    void acknowledge(String fileId, String sha256) {
        acknowledged.put(fileId, sha256);
    }

    /** The server broke off before it answered. */
    void brokenOff() {
        unanswered.incrementAndGet();
    }

    /** The hash of every file that was answered 201, by file. */
    Map<String, String> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Whether bytes of that hash were sent as a whole file. */
    boolean knows(String sha256) {
        return sent.contains(sha256);
    }

    /** How many uploads got no answer. */
    int unanswered() {
        return unanswered.get();
    }
}
