package dev.dossier.system;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A client that sends requests of a {@link FuzzGrammar}, one after the other, and looks hard at each answer. */
final class Fuzzer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Set<Integer> UNREADABLE = Set.of(400, 414, 431, 505);

    /** What tells of the inside of a server. */
    private static final Pattern LEAK = Pattern.compile(
            "Exception|\\bError:|\\tat |\\.java\\b|\\bdev\\.dossier|\\borg\\.[a-z]+\\."
                    + "|\\bio\\.javalin|\\bjava\\.[a-z]+\\.|\\bjakarta\\.|\\bkotlin\\b|\\bjackson\\b|(?i:sqlite_|\\bjetty|\\bjavalin)");

    private final FuzzGrammar grammar;
    private final FuzzTargets targets;
    private final URI server;
    private final String directory;
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private long hungUp;

    /**
     * A client of a server.
     *
     * @param directory its data directory, which no answer may name
     */
    Fuzzer(FuzzGrammar grammar, FuzzTargets targets, URI server, String directory) {
        this.grammar = grammar;
        this.targets = targets;
        this.server = server;
        this.directory = directory;
    }

    /** Sends so many. */
    void send(int count) {
        for (int i = 0; i < count; i++) {
            FuzzRequest request = grammar.next();
            try {
                if (request.sound()) {
                    answered(request);
                } else {
                    endured(request);
                }
            } catch (IOException | AssertionError e) {
                throw new AssertionError(e + "\nto:\n" + request, e);
            }
        }
    }

    /** How often each status was answered. */
    Map<Integer, LongAdder> statuses() {
        return statuses;
    }

    /** How many unsound requests got no answer at all. */
    long hungUp() {
        return hungUp;
    }

    /** A request with a beginning and an end has an answer. */
    private void answered(FuzzRequest request) throws IOException {
        boolean fresh = connect();
        RawAnswer answer = exchange(request);
        if (answer == null && !fresh) {
            close(); // the server may end a connection that stands still
            connect();
            answer = exchange(request);
        }
        if (answer == null) {
            answer = refusalOfHead(request);
        }
        check(answer, request);
        if (answer.closes() || UNREADABLE.contains(answer.status())) {
            close(); // what the server cannot read it answers, and hangs up without a word
        }
    }

    /**
     * The answer that a request did not get because the server could not read its head and hung up, while the body was still on
     * its way: then the client's system throws away what it has received (RFC 9112, 9.6).
     */
    private RawAnswer refusalOfHead(FuzzRequest request) throws IOException {
        close();
        connect();
        RawAnswer answer = exchange(request.withoutBody());
        if (answer == null || !UNREADABLE.contains(answer.status())) {
            throw new AssertionError("no answer, though its head has " + answer);
        }
        return answer;
    }

    private @Nullable RawAnswer exchange(FuzzRequest request) throws IOException {
        try {
            write(request);
            return RawAnswer.read(in, request.isHead());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer in " + PATIENCE_MILLIS + " ms", e);
        } catch (SocketException e) {
            return null;
        }
    }

    /** What comes back for a request without an end, on a connection of its own, is whole answers or nothing. */
    private void endured(FuzzRequest request) throws IOException {
        close();
        connect();
        boolean any = false;
        try {
            write(request);
            socket().shutdownOutput();
            RawAnswer answer;
            while ((answer = RawAnswer.read(in, request.isHead() && !any)) != null) {
                check(answer, request);
                any = true;
                if (answer.closes() || request.mayAskForHeadLater()) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still waiting after " + PATIENCE_MILLIS + " ms, with nothing more to come", e);
        } catch (EOFException | SocketException e) {
            any |= false; // the kernel may throw away what was on its way when the server closed with bytes unread
        } finally {
            close();
        }
        hungUp += any ? 0 : 1;
    }

    private void write(FuzzRequest request) throws IOException {
        socket().getOutputStream().write(request.bytes());
        socket().getOutputStream().flush();
    }

    private void check(RawAnswer answer, FuzzRequest request) {
        statuses.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        String head = String.join("\n", answer.head());
        String body = answer.text();
        int status = answer.status();
        boolean allowed = status < 500 || status == 503 || status == 507;
        require(allowed || (status == 505 && !request.isOfOurVersion()), "a " + status, answer);
        Matcher leak = LEAK.matcher(head + "\n" + body);
        require(answer.header("x-injected").isEmpty(), "a header that the request made up", answer);
        require(!leak.find(), "it tells of the inside of the server", answer);
        require(!(head + body).contains(directory), "it names the data directory", answer);
        require(!answer.header("x-request-id").isEmpty(), "it has no name", answer);
        String type = answer.header("content-type");
        if (status >= 400 && !request.isHead()) {
            require(type.startsWith("application/problem+json"), "an error that is no problem+json", answer);
        }
        if (type.contains("json") && answer.body().length > 0) {
            try {
                int said = JSON.readTree(body).path("status").asInt(status);
                require(!type.startsWith("application/problem+json") || said == status, "two statuses", answer);
            } catch (JacksonException e) {
                throw new AssertionError("a JSON that is none: " + answer.head() + "\n" + body, e);
            }
        }
        if (status == 200 || status == 201) {
            targets.learn(body);
        }
    }

    private static void require(boolean right, String otherwise, RawAnswer answer) {
        if (!right) {
            String text = answer.text();
            throw new AssertionError(
                    otherwise + ": " + answer.head() + "\n" + text.substring(0, Math.min(text.length(), 3000)));
        }
    }

    private boolean connect() throws IOException {
        if (socket != null) {
            return false;
        }
        Socket opened = new Socket(server.getHost(), server.getPort());
        opened.setSoTimeout(PATIENCE_MILLIS);
        opened.setTcpNoDelay(true);
        in = new BufferedInputStream(opened.getInputStream());
        socket = opened;
        return true;
    }

    private Socket socket() throws SocketException {
        if (socket == null) {
            throw new SocketException("not connected");
        }
        return socket;
    }

    @Override
    public void close() {
        Socket closing = socket;
        socket = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
