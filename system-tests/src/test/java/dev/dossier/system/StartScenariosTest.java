package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.RunningProgram;
import dev.dossier.testkit.Web;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six servers on one machine that share one data directory: how they start, stop, fail and come back. */
class StartScenariosTest {
    private static final int NODES = 6;

    private final List<Node> nodes = new ArrayList<>();
    private final Application application = Application.packaged();
    private DataDirectory data = new DataDirectory(Path.of(""));
    private int uploads;

    StartScenariosTest(@TempDir Path directory) {
        data = new DataDirectory(directory.resolve("data"));
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    @Test
    @DisplayName("R18 R10 R17: six nodes fresh at once; rolling restart; a failed node rejoins; a seventh is added")
    void nodesComeAndGo() throws SQLException {
        List<RunningProgram> starting =
                IntStream.range(0, NODES).mapToObj(this::start).toList();
        starting.forEach(program -> nodes.add(Node.ready(program)));
        assertThat(nodes)
                .extracting(Node::schemaVersion)
                .containsOnly(nodes.getFirst().schemaVersion());
        oneRowPerVersion();
        everybodyStoresAndSeesAll();

        for (int i = 0; i < NODES; i++) {
            assertThat(nodes.get(i).stop().exitCode()).isZero();
            nodes.get(i).close();
            upload(nodes.get((i + 1) % NODES));
            nodes.set(i, Node.ready(start(i)));
        }
        everybodyStoresAndSeesAll();

        nodes.get(2).kill();
        nodes.get(2).close();
        upload(nodes.get(3));
        nodes.set(2, Node.ready(start(2)));
        nodes.add(Node.ready(start(NODES)));
        everybodyStoresAndSeesAll();
        oneRowPerVersion();
        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.web().get("/metrics").text())
                        .contains("schema_version")
                        .contains("initialization"));
    }

    private RunningProgram start(int i) {
        return application
                .option("-XX:TieredStopAtLevel=1")
                .start(data.path(), "--host", "127.0.0." + (20 + i), "--node", "node-" + i)
                .start();
    }

    private void everybodyStoresAndSeesAll() {
        nodes.forEach(this::upload);
        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.web()
                                .get("/api/sessions/shared/files")
                                .json()
                                .get("total_files")
                                .asInt())
                        .isEqualTo(uploads));
    }

    private void upload(Node node) {
        Web.Answer answer = node.web().post("/api/sessions/shared/files?name=f-" + uploads, new byte[] {1, 2, 3});
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        uploads++;
    }

    private void oneRowPerVersion() throws SQLException {
        assertThat(data.database().rows("SELECT version FROM schema_migrations ORDER BY migration_id"))
                .extracting(row -> row.get("version"))
                .containsExactly("001", "002", "003", "004", "005", "006");
    }
}
