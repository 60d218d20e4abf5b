package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.testing.Patience;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One project with one table {@code note}, whose past is looked at: the number of rows tells which
 * moment was found.
 */
final class PastOfANote {

    static final String COUNT = "select count(*) from note";

    /** A moment with what the table held then. */
    record Mark(Lsn lsn, Instant time, int rows) {}

    final String project;
    private final Path home;
    private final String uri;

    /** Of projects that are in the trash. */
    private final Set<String> before;

    private EngineClient client;

    PastOfANote(Path home, EngineClient client) throws IOException {
        this.home = home;
        this.client = client;
        before = walFolders();
        Created.ProjectReply made =
                client.projects()
                        .create(
                                new NewProject(
                                        "shop" + System.nanoTime(), "main", "cambium", "shop"));
        project = made.project().id();
        uri = made.connectionUris().getFirst().connectionUri();
    }

    /** A step of its own, so that the project can be deleted even if this fails. */
    void makeTheTable() throws SQLException {
        execute("create table note (n int primary key)");
    }

    /** When the engine was started again, for which the client of before is of no use. */
    void goOnWith(EngineClient next) {
        client = next;
    }

    /** By a client that knows nothing but the port of main. */
    Connection at(String option) throws SQLException {
        URI parts = URI.create(uri);
        String[] user = parts.getUserInfo().split(":");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s?loginTimeout=60&options=%s"
                        .formatted(
                                parts.getHost(),
                                parts.getPort(),
                                parts.getPath(),
                                URLEncoder.encode(option, StandardCharsets.UTF_8)),
                user[0],
                user[1]);
    }

    String notConnected(String option) {
        return catchThrowableOfType(SQLException.class, () -> at(option)).getMessage();
    }

    Created.BranchReply create(String name, @Nullable String parent, @Nullable String at) {
        return client.branches().create(project, new NewBranch(name, parent, at, true));
    }

    int count(Created.BranchReply branch) throws SQLException {
        return Integer.parseInt(value(uriOf(branch), COUNT));
    }

    String ask(String branch, @Nullable String at, String sql) {
        return client.past()
                .query(project, branch, QueryRequest.of(sql, at))
                .rows()
                .getFirst()
                .getFirst();
    }

    String failed(@Nullable String at, String sql) {
        EngineException e =
                catchThrowableOfType(
                        EngineException.class,
                        () -> client.past().query(project, "main", QueryRequest.of(sql, at)));
        assertThat(e.status()).isEqualTo(400);
        return e.getMessage();
    }

    String refused(String branch, String at) {
        EngineException e =
                catchThrowableOfType(
                        EngineException.class, () -> client.past().moment(project, branch, at));
        assertThat(e).as(at).isNotNull();
        assertThat(e.status()).isEqualTo(400);
        return e.getMessage();
    }

    /** The timelines that show a moment: those with WAL that no branch is on. */
    Set<String> hidden() throws IOException {
        Set<String> all = walFolders();
        all.removeAll(before);
        client.branches()
                .list(project)
                .forEach(branch -> all.remove(branch.cambium().timelineId()));
        return all;
    }

    /** Returns when no moment is shown any more: half a minute after the last who looked. */
    void awaitNoneHidden() throws IOException, InterruptedException {
        Patience.await("no moment is shown")
                .pollInterval(Duration.ofMillis(250))
                .until(this::hidden, Set::isEmpty);
    }

    Set<String> walFolders() throws IOException {
        try (Stream<Path> files = Files.list(new HomeLayout(home).wal())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.contains("-template-"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Main now, with a moment of its own: clocks tick in microseconds here. */
    Mark mark(int rows) throws Exception {
        return mark(uri, rows);
    }

    Mark mark(Created.BranchReply branch, int rows) throws Exception {
        return mark(uriOf(branch), rows);
    }

    private static Mark mark(String uri, int rows) throws Exception {
        Lsn lsn = flushed(uri);
        Instant time =
                OffsetDateTime.parse(
                                value(
                                        uri,
                                        "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"))
                        .toInstant();
        Thread.sleep(2);
        return new Mark(lsn, time, rows);
    }

    /** Of main. */
    Lsn flushed() throws SQLException {
        return flushed(uri);
    }

    private static Lsn flushed(String uri) throws SQLException {
        return Lsn.parse(value(uri, "select pg_current_wal_flush_lsn()"));
    }

    /** The first column of the first row, on main. */
    String value(String sql) throws SQLException {
        return value(uri, sql);
    }

    private static String value(String uri, String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    /** On main. */
    void execute(String sql) throws SQLException {
        execute(uri, sql);
    }

    void execute(Created.BranchReply branch, String sql) throws SQLException {
        execute(uriOf(branch), sql);
    }

    private static void execute(String uri, String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String uriOf(Created.BranchReply branch) {
        return branch.connectionUris().getFirst().connectionUri();
    }
}
