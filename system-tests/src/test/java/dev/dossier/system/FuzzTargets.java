package dev.dossier.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The things that requests can be about: what the server has made, by the name of the parameter. Thread-safe. */
final class FuzzTargets {
    private static final int KEPT = 64;
    private static final Pattern MADE = Pattern.compile("\"(file|hold|erasure)_id\":\"([0-9a-f-]+)\"");
    private static final Pattern LINK = Pattern.compile("\"url\":\"/api/links/([^\"]+)\"");

    private final Map<String, List<String>> known = new ConcurrentHashMap<>();

    /** Remembers something; of each kind some of the latest. */
    void add(String kind, String id) {
        known.compute(kind, (name, before) -> {
            List<String> after = new ArrayList<>(before == null ? List.of() : before);
            after.add(id);
            return after.size() > KEPT ? after.subList(1, after.size()) : after;
        });
    }

    /** Remembers what the server says that it has made. */
    void learn(String answer) {
        Matcher made = MADE.matcher(answer);
        if (made.find()) {
            add(made.group(1), made.group(2));
        }
        Matcher link = LINK.matcher(answer);
        if (link.find()) {
            add("link", link.group(1));
        }
    }

    /** One of that kind; a name that may be new where there is none. */
    String any(String kind, SplittableRandom random) {
        List<String> all = known.getOrDefault(kind, List.of());
        return all.isEmpty() ? kind + "-" + random.nextInt(20) : all.get(random.nextInt(all.size()));
    }
}
