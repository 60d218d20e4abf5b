package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.testing.TestBinaries;
import dev.cambium.engine.testing.TestPostgres;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Goal: read WAL as real servers do. Method: compare with pg_walinspect and with recovery. */
class WalWalkerIT {

    @TempDir Path folder;

    /** What to test with. */
    record Server(String version, int segmentMegabytes) {

        /** Older versions only with -Dcambium.test.allVersions=true: they take their minutes. */
        static Stream<Server> all(Server... servers) {
            boolean older = Boolean.getBoolean("cambium.test.allVersions");
            return Stream.of(servers).filter(server -> older || server.version().equals("shipped"));
        }
    }

    static Stream<Server> servers() {
        return Server.all(
                new Server("shipped", 16),
                new Server("shipped", 1),
                new Server("17.11.0", 4),
                new Server("16.15.0", 2));
    }

    private TestPostgres initdb(Server server) throws IOException {
        Path binaries =
                server.version().equals("shipped")
                        ? TestBinaries.shipped()
                        : TestBinaries.ofVersion(server.version()).orElse(null);
        assumeTrue(binaries != null, "no binaries of " + server.version() + " here");
        return TestPostgres.initdb(
                Objects.requireNonNull(binaries),
                folder.resolve("data"),
                "--wal-segsize=" + server.segmentMegabytes());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readsTheSameRecordsAsTheServerItself(Server server) throws Exception {
        try (TestPostgres postgres = initdb(server)) {
            postgres.start(
                    "max_prepared_transactions=8",
                    "wal_compression=on",
                    "timezone=UTC",
                    "fsync=off");
            PostgresLoad load = new PostgresLoad(postgres);
            load.prepare();
            postgres.execute("create extension pg_walinspect", "checkpoint");
            ControlFile control = controlFile(postgres);
            assertThat(control.segments().segmentBytes())
                    .isEqualTo(server.segmentMegabytes() << 20);
            load.run(4, 200, false);
            postgres.execute("checkpoint", "select pg_switch_wal()");
            load.run(4, 200, false);
            Lsn upTo = Lsn.parse(postgres.query("select pg_current_wal_flush_lsn()"));
            int compared = WalInspection.compare(postgres, control, upTo).size();
            assertThat(compared).isGreaterThan(5_000);
            assertThat(postgres.query("select count(*) from mark"))
                    .isEqualTo(Integer.toString(load.acknowledged().size()));
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void endsWhereRecoveryEndsAfterAKill(Server server) throws Exception {
        try (TestPostgres postgres = initdb(server)) {
            // Small buffers make WAL reach the disk in pieces of records.
            String[] settings = {"max_prepared_transactions=8", "wal_buffers=64kB", "fsync=off"};
            postgres.start(settings);
            PostgresLoad load = new PostgresLoad(postgres);
            load.prepare();
            for (int round = 0; round < 3; round++) {
                CompletableFuture<Void> running =
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        load.run(4, 1_000_000, true);
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
                Thread.sleep(300 + 150L * round);
                postgres.kill();
                running.join();
                ControlFile control = controlFile(postgres);
                assertThat(control.state()).isEqualTo(ControlState.IN_PRODUCTION);
                WalFolder walFolder = new WalFolder(postgres.walFolder(), control.segments());
                Set<Long> committed = new HashSet<>();
                WalEnd end;
                try (WalTail tail = new WalTail(walFolder, control.redoLsn())) {
                    end = tail.catchUp();
                }
                assertThat(RecoveryCheck.of(walFolder, end))
                        .isInstanceOfAny(
                                RecoveryCheck.NothingWritten.class, RecoveryCheck.Elsewhere.class);
                postgres.start(settings);
                assertThat(postgres.log()).contains("redo done at " + end.lastRecordStart());
                assertThat(RecoveryCheck.of(walFolder, end))
                        .isInstanceOfSatisfying(
                                RecoveryCheck.Continued.class,
                                continued -> {
                                    assertThat(continued.recovered()).isTrue();
                                    assertThat(continued.first().lsn().minus(end.resumeLsn()))
                                            .isIn(0L, 24L, 40L);
                                });
                try (Connection connection = postgres.connect();
                        Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select xid from mark")) {
                    while (rows.next()) {
                        committed.add(rows.getLong(1));
                    }
                }
                assertThat(committed).containsAll(load.acknowledged());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void findsEveryAnsweredCommitInALogThatIsBeingWritten(Server server) throws Exception {
        try (TestPostgres postgres = initdb(server)) {
            postgres.start("max_prepared_transactions=8", "fsync=off");
            PostgresLoad load = new PostgresLoad(postgres);
            load.prepare();
            ControlFile control = controlFile(postgres);
            WalFolder walFolder = new WalFolder(postgres.walFolder(), control.segments());
            Set<Long> seen = new HashSet<>();
            int[] records = {0};
            CompletableFuture<Void> running =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    load.run(4, 250, false);
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            try (WalTail tail = new WalTail(walFolder, control.redoLsn())) {
                boolean last = false;
                while (!last) {
                    last = running.isDone();
                    Set<Long> answered = Set.copyOf(load.acknowledged());
                    tail.catchUp(
                            record -> {
                                records[0]++;
                                record.outcome()
                                        .filter(
                                                outcome ->
                                                        outcome.commits()
                                                                || outcome
                                                                        == WalRecord.Outcome
                                                                                .PREPARE)
                                        .ifPresent(outcome -> seen.add(record.xid()));
                            });
                    assertThat(seen).containsAll(answered);
                }
                running.join();
                postgres.stop();
                WalEnd end = tail.catchUp(record -> records[0]++);
                WalEnd fresh = WalWalker.findEnd(walFolder, control.redoLsn());
                assertThat(end).isEqualTo(fresh);
                ControlFile stopped = controlFile(postgres);
                assertThat(stopped.state()).isEqualTo(ControlState.SHUT_DOWN);
                assertThat(end.lastRecordStart()).isEqualTo(stopped.checkpointLsn());
                assertThat(stopped.redoLsn()).isEqualTo(stopped.checkpointLsn());
            }
        }
    }

    static ControlFile controlFile(TestPostgres postgres) throws IOException {
        return ControlFile.parse(
                Files.readAllBytes(postgres.dataDirectory().resolve("global/pg_control")));
    }
}
