package dev.dossier.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.access.Role;
import dev.dossier.files.FileId;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.identities.NewKey;
import dev.dossier.retention.HoldSubject;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.authentication.JwtConfig;
import dev.dossier.server.authentication.RateLimit;
import dev.dossier.server.http.Routes;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.SamplePictures;
import dev.dossier.testkit.SqliteFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server of one access mode, what everybody shows it, what there is to be asked for, and what it has logged. */
final class AccessPlace implements AutoCloseable {
    /** Long enough to make a key that is not expired yet; whoever uses the place waits for as long. */
    static final Duration EXPIRY = Duration.ofSeconds(3);

    private static final Actor ADA = Actor.named("ada");
    private static final Actor ROOT = Actor.administrator("root");

    /** What there is to be asked for, and the file of somebody who is to be erased. */
    record Fixture(String session, FileId file, String link, String hold, String erasure, String erased) {
        String fill(String text) {
            return text.replace("{session}", session)
                    .replace("{file}", file.value())
                    .replace("{person}", "rita")
                    .replace("{link}", link)
                    .replace("{hold}", hold)
                    .replace("{erasure}", erasure);
        }
    }

    /** An entry of the log; {@code NULL} where there is nothing. */
    record Line(
            String type,
            String actor,
            String file,
            String session,
            String result,
            String mode,
            String reason,
            String via) {
        boolean isRefusal() {
            return type.equals("refuse");
        }

        boolean isAdministratorsReason() {
            return reason.startsWith("administrator");
        }

        /** Who did what to which file in which session. */
        String act() {
            return actor + " " + type + " " + file + " " + session;
        }
    }

    private final Issuer issuer = new Issuer();
    private final TestServer server;
    private final SqliteFile database;
    private final Map<Asker, String> bearers = new EnumMap<>(Asker.class);
    private final AtomicInteger count = new AtomicInteger();

    AccessPlace(Path data, AccessMode mode) throws JOSEException {
        RSAKey key = Issuer.rsa("rsa-1");
        issuer.publish(key.toPublicJWK());
        AuthenticationConfig authentication = AuthenticationConfig.NONE
                .withKeys()
                .withJwt(JwtConfig.of(Issuer.NAME, Issuer.AUDIENCE, issuer.keys()))
                .withLimits(RateLimit.NONE, 1_000_000);
        server = TestServer.start(
                DossierConfig.in(data).withAccessMode(mode), TestServer.CONFIG.withAuthentication(authentication));
        database = new DataDirectory(data).database();
        Dossier dossier = server.dossier();
        for (Asker asker : Asker.values()) {
            if (asker.isKnown()) {
                String name = asker.isService() ? "crawler" : asker.actor();
                bearers.put(asker, Credentials.bearer(dossier, name, asker.role()));
            }
        }
        NewKey revoked = Credentials.key(dossier, "ada", Role.ADMINISTRATOR);
        dossier.keys().revoke(revoked.key().id(), Actor.LOCAL);
        NewKey expired =
                dossier.keys().create("ada", Role.ADMINISTRATOR, Instant.now().plus(EXPIRY), Actor.LOCAL);
        String token = Issuer.token(key, Issuer.claims().expirationTime(Issuer.in(Duration.ofHours(2))));
        bearers.put(Asker.OWNER_WITH_TOKEN, "Bearer " + token);
        bearers.put(Asker.EXPIRED_KEY, "Bearer " + expired.shown());
        bearers.put(Asker.REVOKED_KEY, "Bearer " + revoked.shown());
        bearers.put(Asker.BAD_TOKEN, "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.");
    }

    TestServer server() {
        return server;
    }

    /** A session of ada's with a file, shared with rita as reader and with edda as editor, and what else a route needs. */
    Fixture fixture(Routes.Route route) {
        Dossier dossier = server.dossier();
        SessionId session = SessionId.of("s%05d".formatted(count.incrementAndGet()));
        StoredFile file = route.path().endsWith("/thumbnail")
                ? picture(session)
                : dossier.files().as(ADA).createText(session, NewFile.named("a.txt"), "text");
        dossier.sessions().as(ADA).share(session, "rita", Grant.READER);
        dossier.sessions().as(ADA).share(session, "edda", Grant.EDITOR);
        if (route.path().endsWith("/restore")) {
            dossier.files().as(ADA).delete(file.id());
        }
        String erased = route.path().equals("/api/erasures") ? ofSomebodyWhoGoes("gone-" + session) : "";
        String link = route.path().contains("{link}") ? link(file.id()) : "";
        String hold = route.path().contains("{hold}")
                ? dossier.retention()
                        .as(ROOT)
                        .hold(HoldSubject.file(file.id().value()), "case 7")
                        .id()
                : "";
        String erasure = route.path().contains("{erasure}")
                ? dossier.erasures().as(ROOT).erase("nobody-" + session).id()
                : "";
        return new Fixture(session.value(), file.id(), link, hold, erasure, erased);
    }

    private String ofSomebodyWhoGoes(String person) {
        return server.dossier()
                .files()
                .as(Actor.named(person))
                .createText(SessionId.of("of-" + person), NewFile.named("a.txt"), "text")
                .id()
                .value();
    }

    private StoredFile picture(SessionId session) {
        try (InputStream bytes = new ByteArrayInputStream(SamplePictures.of("png", 20, 20))) {
            return server.dossier().files().as(ADA).add(session, NewFile.named("a.png"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String link(FileId file) {
        HttpRequest.Builder request =
                server.request("/api/files/" + file + "/link").POST(HttpRequest.BodyPublishers.noBody());
        String url = answer(Asker.OWNER, request).is(201).json().path("url").stringValue();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Sends a request as somebody. */
    Answer answer(Asker asker, HttpRequest.Builder request) {
        String bearer = bearers.get(asker);
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        if (asker.isOnBehalf()) {
            request.header("X-On-Behalf-Of", asker.actor());
        }
        if (asker.isAdministrator()) {
            request.header("X-Access-Reason", "case 7");
        }
        return server.send(request);
    }

    /** The newest entry's number. */
    long logged() throws SQLException {
        return Long.parseLong(database.value("SELECT COALESCE(MAX(log_id), 0) FROM file_access_log"));
    }

    /** What was logged after an entry. */
    List<Line> lines(long after) throws SQLException {
        String detail = "json_extract(access_metadata, '$.%s') AS %1$s";
        String query = "SELECT access_type, accessed_by, file_id, session_id, "
                + Stream.of("result", "mode", "reason", "via")
                        .map(detail::formatted)
                        .collect(Collectors.joining(", "))
                + " FROM file_access_log WHERE log_id > " + after + " ORDER BY log_id";
        return database.rows(query).stream()
                .map(row -> List.copyOf(row.values()))
                .map(row -> new Line(
                        row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5), row.get(6), row.get(7)))
                .toList();
    }

    @Override
    public void close() {
        server.close();
        issuer.close();
    }
}
