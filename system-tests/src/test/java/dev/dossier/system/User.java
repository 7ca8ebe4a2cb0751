package dev.dossier.system;

import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;

/** A person with a key and a session of their own, who knows what is in each file and looks whether it is. */
final class User {
    private static final int MOST_FILES = 20;

    private final Web web;
    private final String session;
    private final String[] credentials;
    private final String friend;
    private final SplittableRandom random;
    private final Stopwatch stopwatch;
    private final Deque<File> files = new ArrayDeque<>();

    private record File(String id, SampleBytes content) {}

    User(Web web, String session, String key, String friend, SplittableRandom random, Stopwatch stopwatch) {
        this.web = web;
        this.session = session;
        this.credentials = new String[] {"Authorization", "Bearer " + key};
        this.friend = friend;
        this.random = random;
        this.stopwatch = stopwatch;
    }

    /** Works and thinks, until the time. */
    Void workUntil(long endNanos, int thinkMillis) throws Exception {
        Thread.sleep(random.nextInt(thinkMillis + 1)); // not all at the same moment
        while (System.nanoTime() < endNanos) {
            step();
            Thread.sleep(random.nextInt(2 * thinkMillis + 1));
        }
        return null;
    }

    private void step() throws Exception {
        int choice = random.nextInt(100);
        if (files.isEmpty() || choice < 22) {
            upload("upload to 20 KB", random.nextInt(20_000));
        } else if (choice < 25) {
            upload("upload of 1 to 3 MB", random.nextInt(1_000_000, 3_000_000));
        } else if (choice < 43) {
            list();
        } else if (choice < 70) {
            read();
        } else if (choice < 82) {
            range();
        } else if (choice < 88) {
            share();
        } else if (choice < 94) {
            rename();
        } else {
            delete();
        }
        if (files.size() > MOST_FILES) {
            delete();
        }
    }

    private void upload(String kind, int size) throws Exception {
        SampleBytes content = new SampleBytes(random.nextLong(), size);
        byte[] bytes = content.bytes();
        JsonNode file = answered(
                        201, kind, () -> web.post("/api/sessions/" + session + "/files?name=a.bin", bytes, credentials))
                .json()
                .at("/files/0");
        files.add(new File(file.get("file_id").asString(), content));
    }

    private void list() throws Exception {
        JsonNode page = answered(200, "list", () -> web.get("/api/sessions/" + session + "/files", credentials))
                .json();
        require(page.get("total_files").asInt() == files.size(), "a list of " + page.get("total_files"));
    }

    private void read() throws Exception {
        File file = any();
        byte[] bytes = answered(200, "read", () -> web.get(path(file) + "/content", credentials))
                .body();
        require(Arrays.equals(bytes, file.content().bytes()), "other bytes than were uploaded");
    }

    private void range() throws Exception {
        File file = any();
        int size = (int) file.content().sizeBytes();
        if (size == 0) {
            return;
        }
        int first = random.nextInt(size);
        int last = Math.min(size - 1, first + random.nextInt(100_000));
        String[] all = {credentials[0], credentials[1], "Range", "bytes=" + first + "-" + last};
        byte[] bytes = answered(206, "range", () -> web.get(path(file) + "/content", all))
                .body();
        require(Arrays.equals(bytes, Arrays.copyOfRange(file.content().bytes(), first, last + 1)), "another range");
    }

    private void share() throws Exception {
        answered(
                200,
                "share",
                () -> web.sendJson(
                        "PUT", "/api/sessions/" + session + "/shares/" + friend, "{\"role\":\"reader\"}", credentials));
    }

    private void rename() throws Exception {
        String json = "{\"original_filename\":\"b-" + random.nextInt(1000) + ".bin\"}";
        File file = any();
        answered(200, "rename", () -> web.sendJson("PATCH", path(file), json, credentials));
    }

    private void delete() throws Exception {
        File file = files.removeFirst();
        answered(204, "delete", () -> web.delete(path(file), credentials));
    }

    private Web.Answer answered(int right, String kind, Callable<Web.Answer> request) throws Exception {
        Web.Answer answer = stopwatch.time(kind, request);
        require(answer.status() == right, kind + " answers " + answer.status() + " " + answer.text());
        return answer;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }

    private File any() {
        List<File> all = new ArrayList<>(files);
        return all.get(random.nextInt(all.size()));
    }

    private static String path(File file) {
        return "/api/files/" + file.id();
    }
}
