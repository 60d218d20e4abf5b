package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.testing.SharedData;
import dev.cambium.engine.testing.TestBinaries;
import dev.cambium.engine.testing.TestPostgres;
import dev.cambium.engine.transfer.ImportSource;
import dev.cambium.engine.transfer.PostgresConnector;
import dev.cambium.engine.transfer.SqlImporter;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Goal: read the WAL of real programs and data. Method: each record against pg_walinspect. */
class RealWalIT {

    @TempDir Path folder;

    /** Older versions only with -Dcambium.test.allVersions=true: they take their minutes. */
    static Stream<String> versions() {
        boolean older = Boolean.getBoolean("cambium.test.allVersions");
        return Stream.of("shipped", "17.11.0", "16.15.0")
                .filter(version -> older || version.equals("shipped"));
    }

    private TestPostgres started(String version, String... more) throws Exception {
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
        postgres.start(
                Stream.concat(Stream.of("timezone=UTC", "fsync=off"), Stream.of(more))
                        .toArray(String[]::new));
        postgres.execute("create extension pg_walinspect", "checkpoint");
        return postgres;
    }

    private static List<String> compared(TestPostgres postgres, ControlFile control)
            throws Exception {
        Lsn upTo = Lsn.parse(postgres.query("select pg_current_wal_flush_lsn()"));
        return WalInspection.compare(postgres, control, upTo);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void pgbench(String version) throws Exception {
        try (TestPostgres postgres = started(version)) {
            ControlFile control = WalWalkerIT.controlFile(postgres);
            Tpcb tpcb = new Tpcb(postgres);
            tpcb.initialize();
            tpcb.run(4, 400);
            postgres.execute("checkpoint");
            tpcb.run(4, 200);
            List<String> kinds = compared(postgres, control);
            assertThat(kinds).hasSizeGreaterThan(15_000);
            assertThat(new HashSet<>(kinds)).contains("Heap HOT_UPDATE", "Heap INSERT");
            assertThat(Collections.frequency(kinds, "Transaction COMMIT"))
                    .isGreaterThanOrEqualTo(2_400);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void pagila(String version) throws Exception {
        List<ImportSource> dump =
                List.of(
                        ImportSource.of("schema", schemaOfPagila(version)),
                        ImportSource.of(SharedData.file("pagila/pagila-data.sql")));
        try (TestPostgres postgres = started(version, "wal_compression=on")) {
            ControlFile control = WalWalkerIT.controlFile(postgres);
            PostgresConnector connector =
                    new PostgresConnector("127.0.0.1", postgres.port(), "postgres", null);
            new SqlImporter(connector, progress -> {}).run(dump, "pagila");
            try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("pagila"));
                    Statement statement = connection.createStatement()) {
                for (String sql :
                        List.of(
                                "checkpoint",
                                "update rental set last_update = now() where rental_id % 3 = 0",
                                "delete from payment where payment_id % 5 = 0",
                                "alter table film add column seen int default 0",
                                "create index rental_update on rental (last_update)",
                                "vacuum analyze rental",
                                "cluster customer using customer_pkey",
                                "truncate film_actor",
                                "drop table film_category cascade")) {
                    statement.execute(sql);
                }
            }
            List<String> kinds = compared(postgres, control);
            assertThat(kinds).hasSizeGreaterThan(40_000);
            assertThat(new HashSet<>(kinds))
                    .contains(
                            "Heap2 MULTI_INSERT+INIT",
                            "Btree INSERT_LEAF",
                            "Heap DELETE",
                            "Heap TRUNCATE",
                            "Storage CREATE",
                            "Database CREATE_WAL_LOG");
        }
    }

    /** One of its views needs Postgres 17; on 16 it is an empty one here. */
    private static InputStream schemaOfPagila(String version) throws IOException {
        String schema = Files.readString(SharedData.file("pagila/pagila-schema.sql"));
        if (version.startsWith("16.")) {
            schema =
                    Pattern.compile("(CREATE VIEW public.films_per_customer_rental AS)[^;]*;")
                            .matcher(schema)
                            .replaceFirst("$1 SELECT 1;");
        }
        return new ByteArrayInputStream(schema.getBytes(StandardCharsets.UTF_8));
    }

    /** pgbench's own load: its program where there is one, else its script through JDBC. */
    private record Tpcb(TestPostgres postgres) {

        private static final int ACCOUNTS = 100_000;

        void initialize() throws Exception {
            if (program("-i", "-q", "-s", "1")) {
                return;
            }
            postgres.execute(
                    "create table pgbench_history (tid int, bid int, aid int, delta int,"
                            + " mtime timestamp, filler char(22))",
                    "create table pgbench_tellers (tid int not null, bid int, tbalance int,"
                            + " filler char(84)) with (fillfactor=100)",
                    "create table pgbench_accounts (aid int not null, bid int, abalance int,"
                            + " filler char(84)) with (fillfactor=100)",
                    "create table pgbench_branches (bid int not null, bbalance int,"
                            + " filler char(88)) with (fillfactor=100)",
                    "insert into pgbench_branches values (1, 0)",
                    "insert into pgbench_tellers select i, 1, 0 from generate_series(1, 10) i",
                    "insert into pgbench_accounts select i, 1, 0, '' from generate_series(1, "
                            + ACCOUNTS
                            + ") i",
                    "vacuum analyze pgbench_accounts",
                    "alter table pgbench_branches add primary key (bid)",
                    "alter table pgbench_tellers add primary key (tid)",
                    "alter table pgbench_accounts add primary key (aid)");
        }

        void run(int clients, int transactions) throws Exception {
            if (program("-n", "-c", "" + clients, "-t", "" + transactions)) {
                return;
            }
            try (var threads = Executors.newFixedThreadPool(clients)) {
                List<Future<?>> running = new ArrayList<>();
                for (int client = 0; client < clients; client++) {
                    int seed = client;
                    running.add(threads.submit(() -> client(seed, transactions)));
                }
                for (var future : running) {
                    future.get();
                }
            }
        }

        private Void client(int seed, int transactions) throws Exception {
            Random random = new Random(seed);
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < transactions; i++) {
                    int account = 1 + random.nextInt(ACCOUNTS);
                    int teller = 1 + random.nextInt(10);
                    int delta = random.nextInt(10_001) - 5_000;
                    statement.execute("begin");
                    statement.execute(
                            "update pgbench_accounts set abalance = abalance + %d where aid = %d"
                                    .formatted(delta, account));
                    statement.execute(
                            "select abalance from pgbench_accounts where aid = " + account);
                    statement.execute(
                            "update pgbench_tellers set tbalance = tbalance + %d where tid = %d"
                                    .formatted(delta, teller));
                    statement.execute(
                            "update pgbench_branches set bbalance = bbalance + %d where bid = 1"
                                    .formatted(delta));
                    statement.execute(
                            "insert into pgbench_history (tid, bid, aid, delta, mtime)"
                                    + " values (%d, 1, %d, %d, current_timestamp)"
                                            .formatted(teller, account, delta));
                    statement.execute("end");
                }
            }
            return null;
        }

        /** Runs pgbench; false if there is none. */
        private boolean program(String... arguments) throws Exception {
            List<String> command = new ArrayList<>(List.of("pgbench"));
            command.addAll(List.of(arguments));
            command.addAll(
                    List.of(
                            "-h",
                            "127.0.0.1",
                            "-p",
                            "" + postgres.port(),
                            "-U",
                            "postgres",
                            "postgres"));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            try {
                assertThat(builder.start().waitFor()).as("%s", command).isZero();
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
