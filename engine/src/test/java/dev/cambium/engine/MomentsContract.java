package dev.cambium.engine;

import static dev.cambium.engine.PastOfANote.COUNT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.PastOfANote.Mark;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.MomentRange;
import dev.cambium.engine.api.NewBranch;
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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Moments of branches on a whole engine: opened as branches, asked as they were, and refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MomentsContract {

    private static final String STARTED = "select pg_postmaster_start_time()";

    private Path home;
    private DaemonProcess daemon;
    private EngineClient client;
    private PastOfANote past;

    abstract String volume();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder.resolve("home");
        daemon = DaemonProcess.start(home, "--volume", volume());
        client = daemon.client();
    }

    @BeforeEach
    void makeAProjectWithOneTable() throws Exception {
        past = new PastOfANote(home, client);
        past.makeTheTable();
    }

    @AfterEach
    void deleteIt() {
        client.projects().delete(past.project);
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
            marks.add(past.mark(i));
            past.execute("insert into note values (" + i + ")");
            if (i == 3) {
                past.execute("checkpoint");
            }
        }
        marks.add(past.mark(6));

        for (Mark mark : List.of(marks.get(0), marks.get(4), marks.get(6))) {
            Created.BranchReply at =
                    past.create("lsn" + mark.rows(), "main", mark.lsn().toString());
            assertThat(past.count(at)).isEqualTo(mark.rows());
            assertThat(at.branch().parentLsn()).isEqualTo(at.moment().lsn());
            assertThat(Lsn.parse(at.moment().lsn())).isLessThanOrEqualTo(mark.lsn());
            past.execute(at, "insert into note values (1000)");
            assertThat(past.count(at)).isEqualTo(mark.rows() + 1);
        }
        for (Mark mark : List.of(marks.get(1), marks.get(3), marks.get(5))) {
            Created.BranchReply at =
                    past.create("time" + mark.rows(), null, mark.time().toString());
            assertThat(past.count(at)).isEqualTo(mark.rows());
            // As Neon has it, told in milliseconds, though kept to the microsecond.
            assertThat(at.branch().parentTimestamp())
                    .isEqualTo(mark.time().truncatedTo(ChronoUnit.MILLIS));
            assertThat(at.moment().words()).contains("main as it was at");
        }
        // Asleep, it can be asked for its head and its past alike.
        client.endpoints()
                .suspend(past.project, client.endpoints().of(past.project, "main").getFirst().id());
        assertThat(past.count(past.create("head", "main", "head"))).isEqualTo(6);
        assertThat(past.count(past.create("late", "main", marks.get(6).time().toString())))
                .isEqualTo(6);
        assertThat(past.count(past.create("mid", "main", marks.get(2).lsn().toString())))
                .isEqualTo(2);
        assertThat(client.projects().operations(past.project))
                .noneMatch(o -> o.status().equals("failed"));
    }

    @Test
    void anLsnInsideARecordRoundsDownAndTheAnswerSaysSo() throws Exception {
        past.execute("insert into note values (1)");
        Lsn before = past.flushed();
        past.execute("insert into note values (2)");
        Lsn inside = before.plus(8);

        FoundMoment found = client.past().moment(past.project, "main", inside.toString());
        assertThat(found.roundedFrom()).isEqualTo(inside.toString());
        assertThat(Lsn.parse(found.lsn())).isLessThanOrEqualTo(before);
        assertThat(found.words()).contains(inside + " lies inside a record of WAL");
        assertThat(past.count(past.create("rounded", "main", inside.toString()))).isEqualTo(1);
    }

    @Test
    void aTimeBeforeAResetIsFoundOnTheBranchsOwnNameAndALsnIsOfTheContentNow() throws Exception {
        past.execute("insert into note values (1)");
        Created.BranchReply dev = past.create("dev", "main", null);
        past.execute(dev, "insert into note select generate_series(10, 14)");
        Mark before = past.mark(dev, 6);
        past.execute(dev, "delete from note");
        past.execute("insert into note values (2)");
        Mark atMain = past.mark(2);
        client.branches().resetFromParent(past.project, "dev");
        Mark after = past.mark(dev, 2);

        assertThat(past.ask("dev", before.time().toString(), COUNT)).isEqualTo("6");
        assertThat(past.count(past.create("undo", "dev", before.time().toString()))).isEqualTo(6);
        assertThat(past.ask("dev", after.time().toString(), COUNT)).isEqualTo("2");
        assertThat(past.ask("dev", after.lsn().toString(), COUNT)).isEqualTo("2");
        MomentRange range = client.branches().get(past.project, "dev").cambium().history();
        assertThat(range.earlier()).hasSize(1);
        assertThat(range.earlier().getFirst().fromTime()).isBeforeOrEqualTo(before.time());
        assertThat(range.earlier().getFirst().toTime()).isAfter(before.time());

        // Where dev came from is asked of main, by the very words of the refusal.
        Lsn early = Lsn.parse(range.fromLsn()).plus(-800);
        assertThat(past.refused("dev", early.toString()))
                .contains("where the content of dev begins", "ask main@" + early)
                .contains("dev can be opened from");
        assertThat(atMain.lsn()).isGreaterThan(early);

        // Of two contents one followed the other at once: one stretch of time.
        client.branches().resetFromParent(past.project, "dev");
        MomentRange later = client.branches().get(past.project, "dev").cambium().history();
        assertThat(later.earlier()).hasSize(1);
        assertThat(later.earlier().getFirst().fromTime()).isBeforeOrEqualTo(before.time());
        assertThat(later.earlier().getFirst().toTime()).isAfter(after.time());
        assertThat(past.ask("dev", before.time().toString(), COUNT)).isEqualTo("6");
    }

    @Test
    void whatCannotBeReachedIsRefusedWithWhatCanBeAsked() throws Exception {
        Mark old = past.mark(0);
        past.execute("insert into note values (1)");
        Created.BranchReply dev = past.create("dev", "main", null);

        assertThat(past.refused("dev", old.time().toString()))
                .contains("dev began at", "ask main@", "dev can be opened from");
        Branch main = client.branches().get(past.project, "main");
        String born = main.createdAt().minusSeconds(60).toString();
        assertThat(past.refused("main", born)).contains("main began at", "nothing before that");
        assertThat(past.refused("dev", born))
                .contains("main, the branch it was made from, does not reach back so far")
                .doesNotContain("ask main@");
        assertThat(past.refused("main", Instant.now().plusSeconds(90).toString()))
                .contains("has not come yet");
        assertThat(past.refused("main", "FF/0"))
                .contains("FF/0 lies behind the end of the WAL of main", "main can be opened from");
        assertThat(past.refused("main", "0/28")).contains("main can be opened from");
        assertThat(past.refused("main", "2026-11-20T12:00:00")).contains("has no zone");
        assertThat(past.refused("main", "0/0")).contains("means none");
        assertThat(past.refused("main", "noon")).contains("is no moment");
        // The range that is named can be asked for, at both ends.
        MomentRange range = client.branches().get(past.project, "dev").cambium().history();
        for (String at :
                List.of(
                        range.fromLsn(),
                        range.toLsn(),
                        range.fromTime().toString(),
                        range.toTime().toString())) {
            assertThat(past.ask("dev", at, COUNT)).as(at).isEqualTo("1");
        }
        EngineException both =
                catchThrowableOfType(
                        EngineException.class,
                        () ->
                                client.branches()
                                        .create(
                                                past.project,
                                                new NewBranch("x", "dev", "FF/0", true)));
        assertThat(both.status()).isEqualTo(400);
        assertThat(client.branches().list(past.project)).hasSize(2);
        assertThat(client.projects().operations(past.project))
                .noneMatch(o -> o.status().equals("failed"));
    }

    @Test
    void columnsHaveTheTypesThatPostgresKnows() throws Exception {
        past.execute("create table counted (a smallserial, b serial, c bigserial, d text)");
        QueryRequest request =
                new QueryRequest("select * from counted", null, null, null, null, null);
        assertThat(client.past().query(past.project, "main", request).columns())
                .extracting(QueryResult.Column::type)
                .containsExactly("int2", "int4", "int8", "text");
    }

    @Test
    void queriesOfThePastShareAHiddenComputeThatRefusesWritesAndGoes() throws Exception {
        Mark before = past.mark(0);
        past.execute("insert into note select generate_series(1, 5000)");
        String at = before.lsn().toString();

        assertThat(past.ask("main", at, COUNT)).isEqualTo("0");
        assertThat(past.ask("main", null, COUNT)).isEqualTo("5000");
        assertThat(past.hidden()).hasSize(1);
        List<Future<String>> together = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 8; i++) {
                together.add(threads.submit(() -> past.ask("main", at, COUNT)));
            }
        }
        for (Future<String> one : together) {
            assertThat(one.get()).isEqualTo("0");
        }
        String then = before.time().toString();
        assertThat(past.ask("main", then, STARTED)).isEqualTo(past.ask("main", then, STARTED));
        assertThat(past.hidden()).hasSizeLessThanOrEqualTo(2);
        assertThat(client.branches().list(past.project)).hasSize(1);

        for (String when : new String[] {at, null}) {
            assertThat(past.failed(when, "insert into note values (0)"))
                    .contains("read-only transaction (SQLSTATE 25006)", "only reads");
            assertThat(past.failed(when, "commit; insert into note values (0)"))
                    .contains("one statement; this one has 2");
            assertThat(past.failed(when, "do $$ begin set transaction read write; end $$"))
                    .contains("SQLSTATE 25001");
            assertThat(past.failed(when, "select 1,\n  nope from note"))
                    .contains("column \"nope\" does not exist (SQLSTATE 42703, line 2, column 3)");
            assertThat(past.failed(when, "  \n")).contains("no statement");
        }
        EngineException slow =
                catchThrowableOfType(
                        EngineException.class,
                        () ->
                                client.past()
                                        .query(
                                                past.project,
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
                client.past().query(past.project, "main", QueryRequest.of("table note", null));
        assertThat(many.rows()).hasSize(1000);
        assertThat(many.cutOff()).contains("more than 1,000 rows");
        QueryResult wide =
                client.past()
                        .query(
                                past.project,
                                "main",
                                QueryRequest.of("select repeat('x', 1000000) from note", null));
        assertThat(wide.rows()).hasSize(8);
        assertThat(wide.cutOff()).contains("larger than 8 MB");

        past.awaitNoneHidden();
        assertThat(client.projects().operations(past.project))
                .anyMatch(operation -> operation.action().equals("visit_moment"));
        assertThat(past.ask("main", at, COUNT)).isEqualTo("0");
    }

    @Test
    void atMostFourMomentsAreShownAtOnce() throws Exception {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            marks.add(past.mark(i));
            past.execute("insert into note values (" + i + ")");
        }
        for (Mark mark : marks) {
            assertThat(past.ask("main", mark.lsn().toString(), COUNT)).isEqualTo("" + mark.rows());
            assertThat(past.hidden()).hasSizeLessThanOrEqualTo(4);
        }
        assertThat(past.hidden()).hasSize(4);
    }

    @Test
    void anyClientReachesAMomentAtThePortOfTheBranchAndChangesNothing() throws Exception {
        Mark before = past.mark(0);
        past.execute("insert into note values (1)");
        for (String option :
                List.of("neon_lsn:" + before.lsn(), "neon_timestamp:" + before.time())) {
            try (Connection then = past.at(option);
                    Statement statement = then.createStatement()) {
                assertThat(count(statement)).isZero();
                assertThat(sqlState(statement, "insert into note values (2)")).isEqualTo("25006");
                // Whoever insists writes to a copy that nobody else has.
                statement.execute("set default_transaction_read_only = off");
                statement.execute("insert into note values (3)");
                assertThat(count(statement)).isEqualTo(1);
                assertThat(past.value(COUNT)).isEqualTo("1");
                try (Connection other = past.at(option);
                        Statement otherStatement = other.createStatement()) {
                    assertThat(count(otherStatement)).isZero();
                }
                assertThat(past.ask("main", before.lsn().toString(), COUNT)).isEqualTo("0");
            }
        }
        assertThat(past.hidden()).hasSizeLessThanOrEqualTo(4);
        assertThat(past.notConnected("neon_lsn:FF/0"))
                .contains("FF/0 lies behind the end of the WAL of main");
        assertThat(past.notConnected("neon_lsn:noon")).contains("neon_lsn takes an LSN");
        assertThat(past.value(COUNT)).isEqualTo("1");
    }

    @Test
    void aKilledEngineLeavesNothingOfTheMomentsItShowed() throws Exception {
        Mark before = past.mark(0);
        past.execute("insert into note values (1)");
        assertThat(past.ask("main", before.lsn().toString(), COUNT)).isEqualTo("0");
        assertThat(past.hidden()).hasSize(1);

        client.close();
        daemon.kill();
        daemon = DaemonProcess.start(home, "--volume", volume());
        client = daemon.client();
        past.goOnWith(client);

        assertThat(past.hidden()).isEmpty();
        assertThat(client.projects().operations(past.project))
                .noneMatch(o -> o.status().equals("running"));
        assertThat(past.ask("main", before.lsn().toString(), COUNT)).isEqualTo("0");
        assertThat(daemon.stop()).isZero();
        assertThat(new HomeLayout(home).lostAndFound()).doesNotExist();
        try (Catalog catalog = Catalog.open(new HomeLayout(home).catalog())) {
            assertThat(catalog.timelines())
                    .noneMatch(timeline -> timeline.state() == TimelineState.PASSING);
            assertThat(past.walFolders())
                    .isEqualTo(
                            catalog.timelines().stream()
                                    .map((Timeline timeline) -> timeline.id().value())
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }
        daemon = DaemonProcess.start(home, "--volume", volume());
        client = daemon.client();
    }

    // ---- how

    private static int count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(COUNT)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String sqlState(Statement statement, String sql) {
        return catchThrowableOfType(SQLException.class, () -> statement.execute(sql)).getSQLState();
    }
}
