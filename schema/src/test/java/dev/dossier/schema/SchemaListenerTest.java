package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaListenerTest {
    @TempDir
    Path directory = Path.of("");

    private SqliteFile database() {
        return SqliteFile.at(directory.resolve("shop.db"));
    }

    @Test
    @DisplayName("R16 R17 everything is told, in order")
    void hears() throws Exception {
        Shop.schema().upTo("001").initialize(database());
        Sql.run(database(), "DROP VIEW spending");
        List<String> heard = new ArrayList<>();
        Schema schema = Shop.builder()
                .listener(new Listening(heard))
                .clock(InstantSource.fixed(Instant.parse("2026-11-20T10:00:00.123456Z")))
                .build();

        schema.initialize(database());

        assertThat(heard)
                .containsExactly(
                        "started shop",
                        "LOOK",
                        "PREPARE",
                        "LOCK",
                        "lock false",
                        "LOOK_AGAIN",
                        "BACKUP",
                        "HEAL",
                        "APPLY",
                        "RECORD",
                        "APPLY",
                        "RECORD",
                        "VERIFY",
                        "COMMIT",
                        "DONE",
                        "applied 002",
                        "applied 003",
                        "healed view spending",
                        "completed 003");
        assertThat(schema.history(database()).getLast().appliedAt()).isEqualTo("2026-11-20T10:00:00.123Z");
        heard.clear();
        schema.initialize(database());
        assertThat(heard).containsExactly("started shop", "LOOK", "DONE", "completed 003");
        heard.clear();
        Sql.run(database(), "UPDATE schema_migrations SET status = 'odd'; CREATE TABLE x (a)");
        assertThatThrownBy(() -> schema.initialize(database())).isInstanceOf(SchemaException.class);
        assertThat(heard).endsWith("failed history-mismatch");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("R11 a listener that throws ends the start and corrupts nothing")
    void throwing(Step step) throws Exception {
        Shop.schema().upTo("001").initialize(database());
        Sql.run(database(), "DROP VIEW spending");
        Schema schema = Shop.builder()
                .listener(new SchemaListener() {
                    @Override
                    public void step(Step reached) {
                        if (reached == step) {
                            throw new UnsupportedOperationException("no " + step);
                        }
                    }
                })
                .build();

        assertThatThrownBy(() -> schema.initialize(database())).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Shop.schema().version(database())).isEqualTo(step == Step.DONE ? "003" : "001");
        Shop.schema().initialize(database());
        assertThat(Shop.schema().verify(database()).ok()).isTrue();
    }

    private record Listening(List<String> heard) implements SchemaListener {
        @Override
        public void started(String schema, String database) {
            heard.add("started " + schema);
        }

        @Override
        public void step(Step step) {
            heard.add(step.name());
        }

        @Override
        public void lockAcquired(Duration wait, boolean contended) {
            heard.add("lock " + contended);
        }

        @Override
        public void applied(AppliedMigration migration) {
            heard.add("applied " + migration.version());
        }

        @Override
        public void healed(SchemaObject object) {
            heard.add("healed " + object);
        }

        @Override
        public void completed(InitializationResult result) {
            heard.add("completed " + result.version());
        }

        @Override
        public void failed(SchemaException exception) {
            heard.add("failed " + exception.code());
        }
    }
}
