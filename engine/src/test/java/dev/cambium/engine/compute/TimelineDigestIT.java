package dev.cambium.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.testing.TestBinaries;
import dev.cambium.engine.testing.TestPostgres;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.digest.DigestMark;
import dev.cambium.engine.wal.digest.TimelineDigest;
import dev.cambium.engine.wal.digest.TimelineSums;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Goal: figures and names as committed. Method: known work on a real server, then count. */
class TimelineDigestIT {

    private static final TimelineId TIMELINE = new TimelineId("tl-digest-test-0001");

    @TempDir Path folder;

    private int digestNumber;

    /** What initdb did is not of the timeline. */
    private Lsn birth = Lsn.ZERO;

    static Stream<String> versions() {
        boolean older = Boolean.getBoolean("cambium.test.allVersions");
        return Stream.of("shipped", "17.11.0", "16.15.0")
                .filter(version -> older || version.equals("shipped"));
    }

    private TestPostgres started(String version) throws Exception {
        Path binaries =
                version.equals("shipped")
                        ? TestBinaries.shipped()
                        : TestBinaries.ofVersion(version).orElse(null);
        assumeTrue(binaries != null, "no binaries of " + version + " here");
        TestPostgres postgres =
                TestPostgres.initdb(
                        Objects.requireNonNull(binaries),
                        folder.resolve("data"),
                        "--wal-segsize=4");
        postgres.start("max_prepared_transactions=8", "fsync=off", "autovacuum=off");
        birth = Lsn.parse(postgres.query("select pg_current_wal_insert_lsn()"));
        return postgres;
    }

    private TimelineDigest digest(TestPostgres postgres, String name) throws IOException {
        ControlFile control =
                ControlFile.parse(
                        Files.readAllBytes(postgres.dataDirectory().resolve("global/pg_control")));
        return TimelineDigest.open(
                TIMELINE,
                folder.resolve(name),
                new WalFolder(postgres.walFolder(), control.segments()),
                birth,
                Instant.now(),
                Clock.systemUTC(),
                List::of);
    }

    private static void readNames(TimelineDigest digest, TestPostgres postgres) throws Exception {
        digest.catchUp(Long.MAX_VALUE);
        try (Connection connection = postgres.connect()) {
            digest.take(NameReader.read(connection));
        }
    }

    /** By name: inserted, updated, deleted. */
    private static Map<String, String> totals(TimelineDigest digest) throws IOException {
        return totals(sums(digest));
    }

    private static TimelineSums sums(TimelineDigest digest) throws IOException {
        while (!digest.catchUp(1 << 20)) {}
        Instant now = Instant.now().plusSeconds(1);
        TimelineSums sums = new TimelineSums(now.minusSeconds(600), now, 7);
        digest.addTo(sums, true);
        return sums;
    }

    private static Map<String, String> totals(TimelineSums sums) {
        Map<String, String> totals = new TreeMap<>();
        sums.relations(100)
                .forEach(
                        entry ->
                                totals.put(
                                        entry.getKey().schema() + "." + entry.getKey().name(),
                                        entry.getValue().inserted()
                                                + "/"
                                                + entry.getValue().updated()
                                                + "/"
                                                + entry.getValue().deleted()));
        return totals;
    }

    private static List<String> labels(TimelineSums sums, DigestMark.Kind kind) {
        return sums.marks().stream()
                .filter(mark -> mark.kind() == kind)
                .map(DigestMark::label)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void countsExactlyWhatWasCommitted(String version) throws Exception {
        try (TestPostgres postgres = started(version);
                TimelineDigest digest = digest(postgres, "digest")) {
            postgres.execute(
                    "create table item (id int primary key, n int, big text)",
                    "create schema s",
                    "create table s.part (k int, v int) partition by range (k)",
                    "create table s.part_low partition of s.part for values from (0) to (100)",
                    "create table s.part_high partition of s.part for values from (100) to (200)",
                    "create unlogged table nolog (id int)");
            readNames(digest, postgres);
            assertThat(totals(digest)).isEmpty();
            work(postgres);
            TimelineSums sums = sums(digest);
            assertThat(totals(sums))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(
                                    "public.item", "3617/105/51",
                                    "s.part_low", "50/5/1",
                                    "s.part_high", "1/0/0"));
            assertThat(sums.parts().stream().mapToLong(part -> part.rows().all()).sum())
                    .isEqualTo(3617 + 105 + 51 + 56 + 1);
            assertThat(labels(sums, DigestMark.Kind.BIG_WRITE))
                    .contains("INSERT of 2,000 rows in item", "INSERT of 1,500 rows in item");
        }
    }

    private static void work(TestPostgres postgres) throws Exception {
        postgres.execute(
                "insert into item select g, g, null from generate_series(1, 100) g",
                "update item set n = n + 1",
                "delete from item where id <= 50",
                "insert into item values (60, 0, null) on conflict (id) do update set n = 0",
                "insert into item values (61, 0, null) on conflict (id) do nothing",
                "insert into item values (1, 0, null) on conflict (id) do nothing",
                // Toasted: its parts are not rows of a table.
                "insert into item select 2, 0, string_agg(md5(g::text), '')"
                        + " from generate_series(1, 2000) g",
                "update item set big = big || 'x' where id = 2",
                "insert into nolog select generate_series(1, 1000)",
                "insert into s.part select g, g from generate_series(0, 49) g",
                "update s.part set v = 0 where k < 5",
                "update s.part set k = 150 where k = 7",
                "do $$ begin for i in 1..10 loop begin"
                        + " insert into item values (1000 + i, 0, null);"
                        + " if i % 2 = 0 then raise exception 'no'; end if;"
                        + " exception when raise_exception then null; end; end loop; end $$");
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into item select g, 0 from generate_series(200, 299) g");
            connection.rollback();
            statement.execute("update item set n = 7 where id between 60 and 61");
            statement.execute("savepoint a");
            statement.execute("insert into item select g, 0 from generate_series(300, 310) g");
            statement.execute("rollback to a");
            statement.execute("insert into item select g, 0 from generate_series(400, 409) g");
            statement.execute("savepoint b");
            statement.execute("delete from item where id = 400");
            statement.execute("release b");
            connection.commit();
            statement.execute("update item set n = 8 where id = 401");
            statement.execute("prepare transaction 'yes'");
            statement.execute("delete from item where id = 402");
            statement.execute("prepare transaction 'no'");
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("commit prepared 'yes'");
            statement.execute("rollback prepared 'no'");
            StringBuilder rows = new StringBuilder();
            for (int i = 10_000; i < 11_500; i++) {
                rows.append(i).append("\t1\tx\n");
            }
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy item from stdin", new StringReader(rows.toString()));
            statement.execute("insert into item select g, 0 from generate_series(20000, 21999) g");
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void namesWhatChangedInTheSchema(String version) throws Exception {
        try (TestPostgres postgres = started(version);
                TimelineDigest digest = digest(postgres, "digest")) {
            readNames(digest, postgres);
            for (String sql :
                    List.of(
                            "create table orders (id serial primary key, note text)",
                            "insert into orders (note) select 'x' from generate_series(1, 30)",
                            "create index orders_note on orders (note)",
                            "alter table orders add column paid bool",
                            "alter table orders rename to sales",
                            "insert into sales (note) select 'x' from generate_series(1, 7)",
                            "alter table sales alter column id type bigint",
                            "update sales set note = 'y' where id <= 3",
                            "truncate sales",
                            "insert into sales (note) select 'x' from generate_series(1, 4)",
                            "create temp table scratch as select 1 as a",
                            "drop index orders_note",
                            "create view v as select 1 as one",
                            "vacuum full sales",
                            "delete from sales where id < 40",
                            "drop table sales",
                            "drop view v")) {
                postgres.execute(sql);
                readNames(digest, postgres);
            }
            // Made and gone between two readings: WAL alone has seen them.
            postgres.execute(
                    "create table short (id int)",
                    "insert into short values (1)",
                    "drop table short");
            readNames(digest, postgres);
            TimelineSums sums = sums(digest);
            assertThat(labels(sums, DigestMark.Kind.DDL))
                    .containsExactly(
                            "CREATE TABLE orders",
                            "CREATE INDEX orders_note",
                            "ALTER TABLE orders",
                            "ALTER TABLE orders RENAME TO sales",
                            "ALTER TABLE sales",
                            "TRUNCATE sales",
                            "DROP INDEX orders_note",
                            "CREATE VIEW v",
                            "rewrite of sales",
                            "DROP TABLE sales",
                            "DROP VIEW v",
                            "CREATE TABLE short",
                            "DROP TABLE short");
            assertThat(totals(sums))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(
                                    "public.orders", "30/0/0",
                                    "public.sales", "11/3/2",
                                    "public.short", "1/0/0"));
            assertThat(digest.last(DigestMark.Kind.DDL).orElseThrow().label())
                    .isEqualTo("DROP TABLE short");
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void comesToTheSameFiguresAfterAStopALossAndADamage(String version) throws Exception {
        try (TestPostgres postgres = started(version)) {
            postgres.execute(
                    "create table item (id int primary key, n int, big text)",
                    "create schema s",
                    "create table s.part (k int, v int) partition by range (k)",
                    "create table s.part_low partition of s.part for values from (0) to (100)",
                    "create table s.part_high partition of s.part for values from (100) to (200)",
                    "create unlogged table nolog (id int)");
            TimelineDigest first = digest(postgres, "digest");
            readNames(first, postgres);
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute(
                        "insert into item select g, 0 from generate_series(50000, 50099) g");
                postgres.execute("select pg_switch_wal()", "insert into item values (70000, 0)");
                // Closed while a transaction is open; then opened again, which reads it anew.
                first.catchUp(Long.MAX_VALUE);
                first.close();
                first = digest(postgres, "digest");
                first.catchUp(Long.MAX_VALUE);
                connection.commit();
            }
            work(postgres);
            readNames(first, postgres);
            Map<String, String> whole = totals(first);
            assertThat(whole).containsEntry("public.item", "3718/206/51");
            Path file = folder.resolve("digest");
            first.close();
            assertThat(totalsOfAnew(postgres, "other")).isEqualTo(whole);

            for (long at : new long[] {Files.size(file) - 3, Files.size(file) / 2, 5}) {
                Path damaged = folder.resolve("damaged" + digestNumber++);
                Files.copy(file, damaged);
                try (RandomAccessFile bytes = new RandomAccessFile(damaged.toFile(), "rw")) {
                    bytes.seek(at);
                    int before = bytes.read();
                    bytes.seek(at);
                    bytes.write(before ^ 0x55);
                }
                assertThat(totalsOfAnew(postgres, damaged.getFileName().toString()))
                        .as("damaged at %d", at)
                        .isEqualTo(whole);
            }
            Path torn = folder.resolve("torn");
            Files.write(
                    torn,
                    java.util.Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 7));
            assertThat(totalsOfAnew(postgres, "torn")).isEqualTo(whole);
        }
    }

    private Map<String, String> totalsOfAnew(TestPostgres postgres, String name) throws Exception {
        try (TimelineDigest again = digest(postgres, name)) {
            readNames(again, postgres);
            return totals(again);
        }
    }
}
