package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.TimelineQuery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Goal: what the slider shows is true, also after a kill. Method: known work on a whole engine. */
class TimelineIT {

    private static final Map<String, String> WRITTEN =
            Map.of("orders", "2030/5/0", "sales", "1/0/0", "customer", "20/0/0");

    @TempDir private Path folder;

    private final Instant begin = Instant.now();
    private String project = "";

    @Test
    void tellsWhatHappenedAndOpensTheMomentsBefore() throws Exception {
        Path home = folder.resolve("home");
        DaemonProcess daemon = DaemonProcess.start(home, "--volume", "copy");
        try {
            try (EngineClient client = daemon.client()) {
                Created.ProjectReply made =
                        client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
                project = made.project().id();
                work(made.connectionUris().getFirst().connectionUri());
                check(client, "main");
                justBefore(client);
                bookmarks(client);
                child(client);
            }
            daemon.kill();
            DaemonProcess.tidy(home);
            daemon = DaemonProcess.start(home, "--volume", "copy");
            try (EngineClient client = daemon.client()) {
                check(client, "main");
                assertThat(client.bookmarks().list(project, "main")).hasSize(1);
            }
            daemon.stop();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(home.resolve("index"))) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            daemon = DaemonProcess.start(home, "--volume", "copy");
            try (EngineClient client = daemon.client()) {
                // New names are read from the server once it runs.
                assertThat(ask(client, "main", null, "select count(*) from sales"))
                        .isEqualTo("2031");
                assertThat(written(all(client, "main"))).isEqualTo(WRITTEN);
            }
        } finally {
            daemon.close();
        }
    }

    private static void work(String uri) throws Exception {
        for (String sql :
                List.of(
                        "create table customer (id int primary key, name text)",
                        "insert into customer select g, 'c' from generate_series(1, 20) g",
                        "create table orders (id int primary key, note text)",
                        "insert into orders select g, 'n' from generate_series(1, 30) g",
                        "update orders set note = 'u' where id <= 5",
                        "insert into orders select g, 'n' from generate_series(1000, 2999) g",
                        "select pg_sleep(2.5)", // so that the names are read in between
                        "alter table orders rename to sales",
                        "insert into sales values (5000, 'late')",
                        "select pg_sleep(2.5)",
                        "drop table customer")) {
            execute(uri, sql);
        }
    }

    private void check(EngineClient client, String branch) {
        BranchTimeline timeline = all(client, branch);
        assertThat(timeline.complete()).isTrue();
        assertThat(timeline.slices()).hasSize(10);
        assertThat(timeline.slices().stream().mapToLong(s -> s.rowsInserted()).sum())
                .isEqualTo(2051);
        assertThat(timeline.slices().stream().mapToLong(s -> s.walBytes()).sum())
                .isGreaterThan(100_000);
        assertThat(written(timeline)).isEqualTo(WRITTEN);
        assertThat(labels(timeline, "ddl"))
                .endsWith(
                        "CREATE TABLE customer",
                        "CREATE TABLE orders",
                        "ALTER TABLE orders RENAME TO sales",
                        "DROP TABLE customer");
        assertThat(labels(timeline, "big_write")).endsWith("INSERT of 2,000 rows in orders");
        assertThat(labels(timeline, "created")).containsExactly("created");
    }

    private void justBefore(EngineClient client) {
        BranchTimeline.Mark drop = client.past().lastMark(project, "main", LastMark.DDL);
        assertThat(drop.label()).isEqualTo("DROP TABLE customer");
        assertThat(drop.tables()).containsExactly("customer");
        assertThat(ask(client, "main", drop.moment(), "select count(*) from customer"))
                .isEqualTo("20");
        assertThat(ask(client, "main", drop.moment(), "select count(*) from sales"))
                .isEqualTo("2031");
        BranchTimeline.Mark big = client.past().lastMark(project, "main", LastMark.BIG_WRITE);
        assertThat(big.rows()).isEqualTo(2000);
        client.branches().create(project, new NewBranch("undo", "main", big.moment(), true));
        assertThat(ask(client, "undo", null, "select count(*), sum((note = 'u')::int) from orders"))
                .isEqualTo("30");
    }

    private void bookmarks(EngineClient client) {
        Bookmark now = client.bookmarks().create(project, "main", "release 1", null);
        assertThat(client.bookmarks().list(project, "main")).containsExactly(now);
        assertThat(labels(all(client, "main"), "bookmark")).containsExactly("release 1");
        assertThatThrownBy(() -> client.bookmarks().create(project, "main", "release 1", null))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("already a bookmark");
        Bookmark early =
                client.bookmarks()
                        .create(
                                project,
                                "main",
                                "before the drop",
                                client.past().lastMark(project, "main", LastMark.DDL).moment());
        assertThat(early.time()).isBefore(now.time());
        client.bookmarks().delete(project, "main", "before the drop");
        assertThat(client.bookmarks().list(project, "main")).containsExactly(now);
    }

    private void child(EngineClient client) throws Exception {
        Created.BranchReply dev =
                client.branches().create(project, new NewBranch("dev", "main", null, true));
        execute(dev.connectionUris().getFirst().connectionUri(), "delete from sales where id < 3");
        assertThat(written(all(client, "dev"))).isEqualTo(Map.of("sales", "0/0/2"));
        assertThat(labels(all(client, "main"), "branch_point")).contains("dev", "undo");
        assertThatThrownBy(() -> client.past().lastMark(project, "dev", LastMark.DDL))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no change of the schema");
    }

    private BranchTimeline all(EngineClient client, String branch) {
        // From before the project on, so that nothing of the first seconds is cut off.
        return client.past().timeline(project, branch, new TimelineQuery(begin, null, 10));
    }

    private static Map<String, String> written(BranchTimeline timeline) {
        Map<String, String> written = new TreeMap<>();
        timeline.relations()
                .forEach(
                        r ->
                                written.put(
                                        r.label(),
                                        r.inserted() + "/" + r.updated() + "/" + r.deleted()));
        return written;
    }

    private static List<String> labels(BranchTimeline timeline, String kind) {
        return timeline.marks().stream()
                .filter(mark -> mark.kind().equals(kind))
                .map(BranchTimeline.Mark::label)
                .toList();
    }

    private String ask(EngineClient client, String branch, String at, String sql) {
        return client.past()
                .query(project, branch, new QueryRequest(sql, at, null, null, null, null))
                .rows()
                .getFirst()
                .getFirst();
    }

    private static void execute(String uri, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbc(uri));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String jdbc(String uri) {
        java.net.URI parts = java.net.URI.create(uri);
        String[] user = parts.getUserInfo().split(":", 2);
        return "jdbc:postgresql://127.0.0.1:%d%s?user=%s&password=%s"
                .formatted(parts.getPort(), parts.getPath(), user[0], user[1]);
    }
}
