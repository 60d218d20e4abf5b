package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.testing.Patience;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * What a child must not have of its parent, and what it must: nothing in it acts outside, and
 * nothing that belongs to its content is lost.
 */
@TestInstance(Lifecycle.PER_CLASS)
class GhostsIT {

    private DaemonProcess daemon;
    private EngineClient client;
    private int names;

    /** A project with one branch, whose other branches are its children. */
    private final class Family {
        final String project;
        final String main;

        Family() {
            Created.ProjectReply made =
                    client.projects()
                            .create(new NewProject("family" + ++names, "main", "cambium", "shop"));
            project = made.project().id();
            main = made.connectionUris().getFirst().connectionUri();
        }

        String child() {
            String name = "child" + ++names;
            client.branches().create(project, new NewBranch(name, "main", true));
            return client.endpoints().connectionUri(project, name, "shop", null).connectionUri();
        }

        void sleep() {
            client.endpoints()
                    .suspend(project, client.endpoints().of(project, "main").getFirst().id());
        }

        void wake() {
            client.endpoints()
                    .start(project, client.endpoints().of(project, "main").getFirst().id());
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        daemon = DaemonProcess.start(folder.resolve("home"));
        client = daemon.client();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        daemon.stop();
        daemon.close();
    }

    @Test
    void replicationSlotsStayWithTheirParent() throws Exception {
        Family family = new Family();
        execute(
                family.main,
                "select pg_create_physical_replication_slot('physical', true)",
                "select pg_create_logical_replication_slot('logical', 'pgoutput')");

        String slots = "select count(*) from pg_replication_slots";
        assertThat(query(family.child(), slots)).isEqualTo("0");
        family.sleep();
        assertThat(query(family.child(), slots)).isEqualTo("0");
        family.wake();
        assertThat(query(family.main, slots)).isEqualTo("2");
    }

    @Test
    void subscriptionsOfAChildAreDisabledBeforeTheyReceiveAnything() throws Exception {
        Family publisher = new Family();
        Family subscriber = new Family();
        execute(
                publisher.main,
                "create table t (i int primary key)",
                "create publication p for table t");
        URI uri = URI.create(publisher.main);
        String[] user = uri.getUserInfo().split(":");
        execute(
                subscriber.main,
                "create table t (i int primary key)",
                "create subscription s connection 'host=127.0.0.1 port=%d dbname=shop user=%s password=%s' publication p with (synchronous_commit = on)"
                        .formatted(uri.getPort(), user[0], user[1]));
        execute(publisher.main, "insert into t values (1)");
        awaitCount(subscriber.main, 1);

        String running = subscriber.child();
        assertDisabled(running);
        execute(publisher.main, "insert into t values (2)");
        awaitCount(subscriber.main, 2);
        assertThat(query(running, "select count(*) from t")).isEqualTo("1");

        subscriber.sleep();
        String asleep = subscriber.child();
        assertDisabled(asleep);
        execute(publisher.main, "insert into t values (3)");
        subscriber.wake();
        awaitCount(subscriber.main, 3);
        assertThat(query(asleep, "select count(*) from t")).isEqualTo("2");
        assertThat(query(publisher.main, "select count(*) from pg_replication_slots where active"))
                .isEqualTo("1");

        // It can be taken away, and that does not reach for the slot of the parent.
        execute(running, "drop subscription s");
        // A child is a server like any other: new subscriptions of it work.
        assertThat(query(running, "show max_logical_replication_workers")).isEqualTo("4");
    }

    @Test
    void preparedTransactionsSurviveAlsoWhereTheSettingsWouldNotLetThem() throws Exception {
        Family family = new Family();
        execute(
                family.main,
                "create table t (i int)",
                "alter system set max_prepared_transactions = 7",
                "alter system set max_connections = 40");
        family.sleep();
        family.wake();
        prepare(family.main, "first", 1);
        // The files of a child are those of now: they say less than replay needs.
        execute(
                family.main,
                "alter system reset max_prepared_transactions",
                "alter system set max_connections = 30");
        prepare(family.main, "second", 2);

        String running = family.child();
        commitPrepared(running);
        family.sleep();
        String asleep = family.child();
        commitPrepared(asleep);
        family.wake();
        commitPrepared(family.main);
        assertThat(query(running, "show max_prepared_transactions")).isEqualTo("7");
    }

    @Test
    void limitsThatWereRaisedBehindTheImageAreKnownFromWal() throws Exception {
        Family family = new Family();
        execute(family.main, "create table t (i int)");
        family.child(); // its image, and that of its parent, were made with the low limit
        execute(family.main, "alter system set max_prepared_transactions = 3");
        family.sleep();
        family.wake();
        prepare(family.main, "first", 1);
        prepare(family.main, "second", 2);
        execute(family.main, "alter system reset max_prepared_transactions");

        commitPrepared(family.child());
        commitPrepared(family.main);
    }

    @Test
    void largeObjectsComeAlongAndUnloggedTablesAreEmpty() throws Exception {
        Family family = new Family();
        execute(
                family.main,
                "create unlogged table fleeting as select generate_series(1, 5) i",
                "select lo_from_bytea(4711, 'a large object')");

        for (boolean asleep : new boolean[] {false, true}) {
            if (asleep) {
                family.sleep();
            }
            String child = family.child();
            assertThat(query(child, "select convert_from(lo_get(4711), 'UTF8')"))
                    .isEqualTo("a large object");
            assertThat(query(child, "select count(*) from fleeting")).isEqualTo("0");
        }
        family.wake();
        assertThat(query(family.main, "select count(*) from fleeting")).isEqualTo("5");
    }

    @Test
    void temporaryFilesAreNotInAChild() throws Exception {
        Family family = new Family();
        String files =
                """
                select (select count(*) from pg_database d, pg_ls_dir('base/' || d.oid) f
                        where f ~ '^t[0-9]+_')
                     + (select count(*) from pg_ls_dir('base/pgsql_tmp', true, false))
                """;
        try (Connection connection = KilledDeeds.connect(family.main);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set work_mem = '64kB'");
            statement.execute("create temporary table own as select generate_series(1, 1000) i");
            statement.execute(
                    "declare sorted cursor for select i from generate_series(1, 100000) i order by random()");
            statement.execute("fetch 10 from sorted");
            connection.commit();
            statement.execute(
                    "declare sorted cursor for select i from generate_series(1, 100000) i order by random()");
            statement.execute("fetch 10 from sorted");
            assertThat(Integer.parseInt(query(family.main, files))).isGreaterThan(1);

            assertThat(query(family.child(), files)).isEqualTo("0");
        }
    }

    // ---- how

    private static void prepare(String uri, String name, int number) throws SQLException {
        execute(
                uri,
                "begin; insert into t values (%d); prepare transaction '%s'"
                        .formatted(number, name));
    }

    private static void commitPrepared(String uri) throws SQLException {
        assertThat(query(uri, "select count(*) from t")).isEqualTo("0");
        assertThat(query(uri, "select string_agg(gid, ',' order by gid) from pg_prepared_xacts"))
                .isEqualTo("first,second");
        execute(uri, "commit prepared 'second'", "commit prepared 'first'");
        assertThat(query(uri, "select string_agg(i::text, ',' order by i) from t"))
                .isEqualTo("1,2");
    }

    private static void assertDisabled(String child) throws SQLException {
        assertThat(
                        query(
                                child,
                                "select string_agg(subenabled || ' ' || coalesce(subslotname, 'none'), ',') from pg_subscription"))
                .isEqualTo("false none");
        assertThat(query(child, "select count(pid) from pg_stat_subscription")).isEqualTo("0");
    }

    private static void awaitCount(String uri, int count) {
        Patience.await("rows of the publisher")
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> query(uri, "select count(*) from t"),
                        found -> found.equals(String.valueOf(count)));
    }

    private static void execute(String uri, String... statements) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(String uri, String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
