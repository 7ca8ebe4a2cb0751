package dev.dossier.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.FileName;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.schema.SchemaListener;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A store whose access log has something to tell, and copies of its database in which someone else has changed it. */
abstract class AuditedStore {
    static final SessionId ADAS = SessionId.of("adas");
    static final SessionId BOBS = SessionId.of("bobs");
    static final Actor ADA = Actor.named("ada").from("192.0.2.1");
    static final Actor BOB = Actor.named("bob").from("2001:db8::2");

    @TempDir
    Path directory;

    TestStore store() {
        return TestStore.with(DossierConfig.in(directory).withNode("a").withAccessMode(AccessMode.ENFORCED));
    }

    static StoredFile add(TestStore store, Actor actor, SessionId session, String name) {
        try {
            return store.files()
                    .as(actor)
                    .add(session, NewFile.named(name), new ByteArrayInputStream(name.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fourteen entries, the anchor among them. */
    static void use(TestStore store) {
        StoredFile letter = add(store, ADA, ADAS, "letter.txt");
        StoredFile plan = add(store, BOB, BOBS, "plan.txt");
        store.files().as(ADA).rename(letter.id(), FileName.of("better.txt"));
        store.files().as(BOB).delete(plan.id());
        store.files().as(BOB).restore(plan.id());
        for (int i = 0; i < 3; i++) {
            add(store, BOB, BOBS, "page-" + i);
        }
        for (int i = 0; i < 5; i++) {
            try {
                store.files().as(BOB).find(letter.id());
            } catch (NotFoundException hidden) {
                continue;
            }
            throw new IllegalStateException("bob sees ada's letter");
        }
    }

    /** Erases bob, and answers the pseudonym that stands in his place. */
    static String eraseBob(TestStore store) {
        return store.dossier()
                .erasures()
                .as(Actor.administrator("root"))
                .erase("bob")
                .pseudonym();
    }

    /** What a verification says of a copy of the database in which something was changed behind the store's back. */
    AuditReport after(TestStore store, String... statements) throws IOException, SQLException {
        return after(store, List.of(), statements);
    }

    AuditReport after(TestStore store, List<AuditHead> noted, String... statements) throws IOException, SQLException {
        Path copy = Files.createTempDirectory(directory, "copy");
        Path file = copy.resolve(Path.of(store.dossier().databaseName()).getFileName());
        store.execute("VACUUM INTO '" + file + "'");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
        return verify(store, copy, noted);
    }

    static AuditReport verify(TestStore store, Path data, List<AuditHead> expected) {
        try (Dossier dossier = Dossier.open(DossierConfig.in(data), SchemaListener.NONE, store::now)) {
            dossier.initialize();
            return dossier.audit().verify(expected);
        }
    }

    static List<AuditFinding.Kind> kinds(AuditReport report) {
        return report.findings().stream().map(AuditFinding::kind).distinct().toList();
    }
}
