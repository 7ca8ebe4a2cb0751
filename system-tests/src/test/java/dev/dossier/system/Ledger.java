package dev.dossier.system;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What clients have asked of a server, and what it has answered for. A change that got no answer may have happened or not;
 * nobody changes that file again. Thread-safe.
 */
final class Ledger {
    /** Where a file is in its life. */
    enum Life {
        KEPT,
        DELETED,
        PURGED
    }

    /** A file as it should be. */
    record Entry(String sha256, String name, Life life) {
        Entry holding(String otherSha256) {
            return new Entry(otherSha256, name, life);
        }

        Entry named(String otherName) {
            return new Entry(sha256, otherName, life);
        }

        Entry in(Life other) {
            return new Entry(sha256, name, other);
        }
    }

    private final Map<String, Entry> answered = new ConcurrentHashMap<>();
    private final Map<String, Entry> unanswered = new ConcurrentHashMap<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    /** Bytes of that hash are about to be sent. */
    void sending(String sha256) {
        sent.add(sha256);
    }

    /** The server answered that it has a new file. */
    void added(String fileId, Entry entry) {
        answered.put(fileId, entry);
        count("upload");
    }

    /** The server is about to be asked to make something else of a file. */
    void asking(String fileId, Entry entry) {
        unanswered.put(fileId, entry);
    }

    /** The server answered that it did what it was asked. */
    void done(String what, String fileId) {
        answered.put(fileId, Objects.requireNonNull(unanswered.remove(fileId)));
        count(what);
    }

    /** The server answered that it did not do what it was asked. */
    void refused(String fileId) {
        unanswered.remove(fileId);
        count("busy");
    }

    /** Something happened once more. */
    void count(String what) {
        counts.computeIfAbsent(what, name -> new LongAdder()).increment();
    }

    /** How often what happened. */
    Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }

    /** Every file that the server has answered for, as it should be. */
    Map<String, Entry> answered() {
        return Map.copyOf(answered);
    }

    /** One of them. */
    Entry answered(String fileId) {
        return Objects.requireNonNull(answered.get(fileId));
    }

    /** Whether a file may be so. */
    boolean allows(String fileId, Entry found) {
        return found.equals(answered.get(fileId)) || found.equals(unanswered.get(fileId));
    }

    /** Whether bytes of that hash were sent as a whole file. */
    boolean knows(String sha256) {
        return sent.contains(sha256);
    }
}
