package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.MomentRange;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.page.Lsn;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Moments of branches on a whole engine: opened as branches, asked as they were, and refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MomentsContract {

    private static final String COUNT = "select count(*) from note";
    private static final String STARTED = "select pg_postmaster_start_time()";

    private Path home;
    private DaemonProcess daemon;
    private EngineClient client;
    private String project;
    private String uri;

    /** Of projects that are in the trash. */
    private Set<String> before = Set.of();

    abstract String volume();

    /** A moment with what the table held then. */
    private record Mark(Lsn lsn, Instant time, int rows) {}

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder.resolve("home");
        daemon = DaemonProcess.start(home, "--volume", volume());
        client = daemon.client();
    }

    @BeforeEach
    void makeAProjectWithOneTable() throws Exception {
        before = walFolders();
        Created.ProjectReply made =
                client.projects()
                        .create(
                                new NewProject(
                                        "shop" + System.nanoTime(), "main", "cambium", "shop"));
        project = made.project().id();
        uri = made.connectionUris().getFirst().connectionUri();
        execute(uri, "create table note (n int primary key)");
    }

    @AfterEach
    void deleteIt() {
        client.projects().delete(project);
    }

    @AfterAll
    void leaveNothing() throws Exception {
        client.close();
        daemon.close();
    }

    @Test
    void aBranchBeginsAtAnyLsnAndAnyTimeOfItsParent() throws Exception {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            marks.add(mark(uri, i));
            execute(uri, "insert into note values (" + i + ")");
            if (i == 3) {
                execute(uri, "checkpoint");
            }
        }
        marks.add(mark(uri, 6));

        for (Mark mark : List.of(marks.get(0), marks.get(4), marks.get(6))) {
            Created.BranchReply at = create("lsn" + mark.rows(), "main", mark.lsn().toString());
            assertThat(count(at)).isEqualTo(mark.rows());
            assertThat(at.branch().parentLsn()).isEqualTo(at.moment().lsn());
            assertThat(Lsn.parse(at.moment().lsn())).isLessThanOrEqualTo(mark.lsn());
            execute(uriOf(at), "insert into note values (1000)");
            assertThat(count(at)).isEqualTo(mark.rows() + 1);
        }
        for (Mark mark : List.of(marks.get(1), marks.get(3), marks.get(5))) {
            Created.BranchReply at = create("time" + mark.rows(), null, mark.time().toString());
            assertThat(count(at)).isEqualTo(mark.rows());
            // As Neon has it, told in milliseconds, though kept to the microsecond.
            assertThat(at.branch().parentTimestamp())
                    .isEqualTo(mark.time().truncatedTo(ChronoUnit.MILLIS));
            assertThat(at.moment().words()).contains("main as it was at");
        }
        // Asleep, it can be asked for its head and its past alike.
        client.endpoints().suspend(project, client.endpoints().of(project, "main").getFirst().id());
        assertThat(count(create("head", "main", "head"))).isEqualTo(6);
        assertThat(count(create("late", "main", marks.get(6).time().toString()))).isEqualTo(6);
        assertThat(count(create("mid", "main", marks.get(2).lsn().toString()))).isEqualTo(2);
        assertThat(client.projects().operations(project))
                .noneMatch(o -> o.status().equals("failed"));
    }

    @Test
    void anLsnInsideARecordRoundsDownAndTheAnswerSaysSo() throws Exception {
        execute(uri, "insert into note values (1)");
        Lsn before = flushed(uri);
        execute(uri, "insert into note values (2)");
        Lsn inside = before.plus(8);

        FoundMoment found = client.past().moment(project, "main", inside.toString());
        assertThat(found.roundedFrom()).isEqualTo(inside.toString());
        assertThat(Lsn.parse(found.lsn())).isLessThanOrEqualTo(before);
        assertThat(found.words()).contains(inside + " lies inside a record of WAL");
        assertThat(count(create("rounded", "main", inside.toString()))).isEqualTo(1);
    }

    @Test
    void aTimeBeforeAResetIsFoundOnTheBranchsOwnNameAndALsnIsOfTheContentNow() throws Exception {
        execute(uri, "insert into note values (1)");
        Created.BranchReply dev = create("dev", "main", null);
        execute(uriOf(dev), "insert into note select generate_series(10, 14)");
        Mark before = mark(uriOf(dev), 6);
        execute(uriOf(dev), "delete from note");
        execute(uri, "insert into note values (2)");
        Mark atMain = mark(uri, 2);
        client.branches().resetFromParent(project, "dev");
        Mark after = mark(uriOf(dev), 2);

        assertThat(ask("dev", before.time().toString(), COUNT)).isEqualTo("6");
        assertThat(count(create("undo", "dev", before.time().toString()))).isEqualTo(6);
        assertThat(ask("dev", after.time().toString(), COUNT)).isEqualTo("2");
        assertThat(ask("dev", after.lsn().toString(), COUNT)).isEqualTo("2");
        MomentRange range = client.branches().get(project, "dev").cambium().history();
        assertThat(range.earlier()).hasSize(1);
        assertThat(range.earlier().getFirst().fromTime()).isBeforeOrEqualTo(before.time());
        assertThat(range.earlier().getFirst().toTime()).isAfter(before.time());

        // Where dev came from is asked of main, by the very words of the refusal.
        Lsn early = Lsn.parse(range.fromLsn()).plus(-800);
        assertThat(refused("dev", early.toString()))
                .contains("where the content of dev begins", "ask main@" + early)
                .contains("dev can be opened from");
        assertThat(atMain.lsn()).isGreaterThan(early);
    }

    @Test
    void whatCannotBeReachedIsRefusedWithWhatCanBeAsked() throws Exception {
        Mark old = mark(uri, 0);
        execute(uri, "insert into note values (1)");
        Created.BranchReply dev = create("dev", "main", null);

        assertThat(refused("dev", old.time().toString()))
                .contains("dev began at", "ask main@", "dev can be opened from");
        Branch main = client.branches().get(project, "main");
        String born = main.createdAt().minusSeconds(60).toString();
        assertThat(refused("main", born)).contains("main began at", "nothing before that");
        assertThat(refused("dev", born))
                .contains("main, the branch it was made from, does not reach back so far")
                .doesNotContain("ask main@");
        assertThat(refused("main", Instant.now().plusSeconds(90).toString()))
                .contains("has not come yet");
        assertThat(refused("main", "FF/0"))
                .contains("FF/0 lies behind the end of the WAL of main", "main can be opened from");
        assertThat(refused("main", "0/28")).contains("main can be opened from");
        assertThat(refused("main", "2026-11-20T12:00:00")).contains("has no zone");
        assertThat(refused("main", "0/0")).contains("means none");
        assertThat(refused("main", "noon")).contains("is no moment");
        // The range that is named can be asked for, at both ends.
        MomentRange range = client.branches().get(project, "dev").cambium().history();
        for (String at :
                List.of(
                        range.fromLsn(),
                        range.toLsn(),
                        range.fromTime().toString(),
                        range.toTime().toString())) {
            assertThat(ask("dev", at, COUNT)).as(at).isEqualTo("1");
        }
        EngineException both =
                catchThrowableOfType(
                        EngineException.class,
                        () ->
                                client.branches()
                                        .create(project, new NewBranch("x", "dev", "FF/0", true)));
        assertThat(both.status()).isEqualTo(400);
        assertThat(client.branches().list(project)).hasSize(2);
        assertThat(client.projects().operations(project))
                .noneMatch(o -> o.status().equals("failed"));
    }

    @Test
    void columnsHaveTheTypesThatPostgresKnows() throws Exception {
        execute(uri, "create table counted (a smallserial, b serial, c bigserial, d text)");
        QueryRequest request =
                new QueryRequest("select * from counted", null, null, null, null, null);
        assertThat(client.past().query(project, "main", request).columns())
                .extracting(QueryResult.Column::type)
                .containsExactly("int2", "int4", "int8", "text");
    }

    @Test
    void queriesOfThePastShareAHiddenComputeThatRefusesWritesAndGoes() throws Exception {
        Mark before = mark(uri, 0);
        execute(uri, "insert into note select generate_series(1, 5000)");
        String at = before.lsn().toString();

        assertThat(ask("main", at, COUNT)).isEqualTo("0");
        assertThat(ask("main", null, COUNT)).isEqualTo("5000");
        assertThat(hidden()).hasSize(1);
        List<Future<String>> together = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 8; i++) {
                together.add(threads.submit(() -> ask("main", at, COUNT)));
            }
        }
        for (Future<String> one : together) {
            assertThat(one.get()).isEqualTo("0");
        }
        String then = before.time().toString();
        assertThat(ask("main", then, STARTED)).isEqualTo(ask("main", then, STARTED));
        assertThat(hidden()).hasSizeLessThanOrEqualTo(2);
        assertThat(client.branches().list(project)).hasSize(1);

        for (String when : new String[] {at, null}) {
            assertThat(failed(when, "insert into note values (0)"))
                    .contains("read-only transaction (SQLSTATE 25006)", "only reads");
            assertThat(failed(when, "commit; insert into note values (0)"))
                    .contains("one statement; this one has 2");
            assertThat(failed(when, "do $$ begin set transaction read write; end $$"))
                    .contains("SQLSTATE 25001");
            assertThat(failed(when, "select 1,\n  nope from note"))
                    .contains("column \"nope\" does not exist (SQLSTATE 42703, line 2, column 3)");
            assertThat(failed(when, "  \n")).contains("no statement");
        }
        EngineException slow =
                catchThrowableOfType(
                        EngineException.class,
                        () ->
                                client.past()
                                        .query(
                                                project,
                                                "main",
                                                new QueryRequest(
                                                        "select pg_sleep(60)",
                                                        at,
                                                        null,
                                                        null,
                                                        null,
                                                        1)));
        assertThat(slow).hasMessageContaining("SQLSTATE 57014").hasMessageContaining("1 seconds");
        QueryResult many =
                client.past().query(project, "main", QueryRequest.of("table note", null));
        assertThat(many.rows()).hasSize(1000);
        assertThat(many.cutOff()).contains("more than 1,000 rows");
        QueryResult wide =
                client.past()
                        .query(
                                project,
                                "main",
                                QueryRequest.of("select repeat('x', 1000000) from note", null));
        assertThat(wide.rows()).hasSize(8);
        assertThat(wide.cutOff()).contains("larger than 8 MB");

        Thread.sleep(33_000);
        assertThat(hidden()).isEmpty();
        assertThat(client.projects().operations(project))
                .anyMatch(operation -> operation.action().equals("visit_moment"));
        assertThat(ask("main", at, COUNT)).isEqualTo("0");
    }

    @Test
    void atMostFourMomentsAreShownAtOnce() throws Exception {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            marks.add(mark(uri, i));
            execute(uri, "insert into note values (" + i + ")");
        }
        for (Mark mark : marks) {
            assertThat(ask("main", mark.lsn().toString(), COUNT)).isEqualTo("" + mark.rows());
            assertThat(hidden()).hasSizeLessThanOrEqualTo(4);
        }
        assertThat(hidden()).hasSize(4);
    }

    @Test
    void anyClientReachesAMomentAtThePortOfTheBranchAndChangesNothing() throws Exception {
        Mark before = mark(uri, 0);
        execute(uri, "insert into note values (1)");
        for (String option :
                List.of("neon_lsn:" + before.lsn(), "neon_timestamp:" + before.time())) {
            try (Connection then = at(option);
                    Statement statement = then.createStatement()) {
                assertThat(count(statement)).isZero();
                assertThat(sqlState(statement, "insert into note values (2)")).isEqualTo("25006");
                // Whoever insists writes to a copy that nobody else has.
                statement.execute("set default_transaction_read_only = off");
                statement.execute("insert into note values (3)");
                assertThat(count(statement)).isEqualTo(1);
                assertThat(value(uri, COUNT)).isEqualTo("1");
                try (Connection other = at(option);
                        Statement otherStatement = other.createStatement()) {
                    assertThat(count(otherStatement)).isZero();
                }
                assertThat(ask("main", before.lsn().toString(), COUNT)).isEqualTo("0");
            }
        }
        assertThat(hidden()).hasSizeLessThanOrEqualTo(4);
        assertThat(notConnected("neon_lsn:FF/0"))
                .contains("FF/0 lies behind the end of the WAL of main");
        assertThat(notConnected("neon_lsn:noon")).contains("neon_lsn takes an LSN");
        assertThat(value(uri, COUNT)).isEqualTo("1");
    }

    @Test
    void aKilledEngineLeavesNothingOfTheMomentsItShowed() throws Exception {
        Mark before = mark(uri, 0);
        execute(uri, "insert into note values (1)");
        assertThat(ask("main", before.lsn().toString(), COUNT)).isEqualTo("0");
        assertThat(hidden()).hasSize(1);

        client.close();
        daemon.kill();
        daemon = DaemonProcess.start(home, "--volume", volume());
        client = daemon.client();

        assertThat(hidden()).isEmpty();
        assertThat(client.projects().operations(project))
                .noneMatch(o -> o.status().equals("running"));
        assertThat(ask("main", before.lsn().toString(), COUNT)).isEqualTo("0");
        assertThat(daemon.stop()).isZero();
        assertThat(new HomeLayout(home).lostAndFound()).doesNotExist();
        try (Catalog catalog = Catalog.open(new HomeLayout(home).catalog())) {
            assertThat(catalog.timelines())
                    .noneMatch(timeline -> timeline.state() == TimelineState.PASSING);
            assertThat(walFolders())
                    .isEqualTo(
                            catalog.timelines().stream()
                                    .map((Timeline timeline) -> timeline.id().value())
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }
        daemon = DaemonProcess.start(home, "--volume", volume());
        client = daemon.client();
    }

    // ---- how

    private Connection at(String option) throws SQLException {
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

    private String notConnected(String option) {
        return catchThrowableOfType(SQLException.class, () -> at(option)).getMessage();
    }

    private static int count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(COUNT)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String sqlState(Statement statement, String sql) {
        return catchThrowableOfType(SQLException.class, () -> statement.execute(sql)).getSQLState();
    }

    private Created.BranchReply create(String name, String parent, String at) {
        return client.branches().create(project, new NewBranch(name, parent, at, true));
    }

    private String uriOf(Created.BranchReply branch) {
        return branch.connectionUris().getFirst().connectionUri();
    }

    private int count(Created.BranchReply branch) throws SQLException {
        return Integer.parseInt(value(uriOf(branch), COUNT));
    }

    private String ask(String branch, String at, String sql) {
        return client.past()
                .query(project, branch, QueryRequest.of(sql, at))
                .rows()
                .getFirst()
                .getFirst();
    }

    private String failed(String at, String sql) {
        EngineException e =
                catchThrowableOfType(
                        EngineException.class,
                        () -> client.past().query(project, "main", QueryRequest.of(sql, at)));
        assertThat(e.status()).isEqualTo(400);
        return e.getMessage();
    }

    private String refused(String branch, String at) {
        EngineException e =
                catchThrowableOfType(
                        EngineException.class, () -> client.past().moment(project, branch, at));
        assertThat(e).as(at).isNotNull();
        assertThat(e.status()).isEqualTo(400);
        return e.getMessage();
    }

    /** The timelines that show a moment: those with WAL that no branch is on. */
    private Set<String> hidden() throws IOException {
        Set<String> all = walFolders();
        all.removeAll(before);
        client.branches()
                .list(project)
                .forEach(branch -> all.remove(branch.cambium().timelineId()));
        return all;
    }

    private Set<String> walFolders() throws IOException {
        try (Stream<Path> files = Files.list(new HomeLayout(home).wal())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.contains("-template-"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Now, with a moment of its own: clocks tick in microseconds here. */
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

    private static Lsn flushed(String uri) throws SQLException {
        return Lsn.parse(value(uri, "select pg_current_wal_flush_lsn()"));
    }

    private static String value(String uri, String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void execute(String uri, String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
