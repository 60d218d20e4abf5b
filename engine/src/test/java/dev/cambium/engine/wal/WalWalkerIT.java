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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Goal: read WAL as real servers do. Method: compare with pg_walinspect and with recovery. */
class WalWalkerIT {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "blkref #(\\d+): rel (\\d+)/(\\d+)/(\\d+) fork (\\w+) blk (\\d+)( \\(FPW)?");
    private static final List<String> FORKS = List.of("main", "fsm", "vm", "init");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

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
            int compared = 0;
            WalLineage lineage = WalLineage.of(postgres.walFolder(), control.segments());
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement();
                    WalWalker walker = WalWalker.open(lineage, control.redoLsn());
                    ResultSet rows =
                            statement.executeQuery(
                                    "select start_lsn, end_lsn, prev_lsn, xid, resource_manager,"
                                            + " record_type, record_length, main_data_length,"
                                            + " description, block_ref from"
                                            + " pg_get_wal_records_info('"
                                            + control.redoLsn()
                                            + "', '"
                                            + upTo
                                            + "')")) {
                while (rows.next()) {
                    WalRecord record = walker.next();
                    assertThat(record).as("record at %s", rows.getString(1)).isNotNull();
                    compare(Objects.requireNonNull(record), rows);
                    compareContent(record, rows, walker.postgresMajor());
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(5_000);
            assertThat(postgres.query("select count(*) from mark"))
                    .isEqualTo(Integer.toString(load.acknowledged().size()));
        }
    }

    private static void compare(WalRecord record, ResultSet row) throws Exception {
        assertThat(record.lsn()).hasToString(row.getString(1));
        assertThat(record.endLsn()).hasToString(row.getString(2));
        assertThat(record.previousLsn()).hasToString(row.getString(3));
        assertThat(record.xid()).isEqualTo(row.getLong(4));
        assertThat(record.resourceManager().postgresName()).isEqualTo(row.getString(5));
        assertThat(record.totalLength()).isEqualTo(row.getInt(7));
        assertThat(record.mainDataLength()).isEqualTo(row.getInt(8));
        assertThat(record.mainData()).hasSize(row.getInt(8));
        String type = row.getString(6);
        assertThat(record.isSegmentSwitch()).isEqualTo(type.equals("SWITCH"));
        assertThat(record.checkpoint().isPresent())
                .isEqualTo(type.startsWith("CHECKPOINT_") && !type.equals("CHECKPOINT_REDO"));
        Set<String> outcomes =
                Set.of("COMMIT", "ABORT", "PREPARE", "COMMIT_PREPARED", "ABORT_PREPARED");
        boolean decides = row.getString(5).equals("Transaction") && outcomes.contains(type);
        assertThat(record.outcome().map(Enum::name).orElse("")).isEqualTo(decides ? type : "");
        if (decides) {
            Instant time = record.outcomeTime().orElseThrow();
            assertThat(row.getString(9)).contains(TIME.format(time));
            String micros = "%06d".formatted(time.getNano() / 1000).replaceAll("0+$", "");
            assertThat(row.getString(9)).contains(micros);
        }
        List<BlockReference> blocks = record.blocks();
        String text = row.getString(10);
        Matcher matcher = BLOCK.matcher(text == null ? "" : text);
        int count = 0;
        while (matcher.find()) {
            BlockReference block = blocks.get(count++);
            assertThat(block)
                    .isEqualTo(
                            new BlockReference(
                                    Integer.parseInt(matcher.group(1)),
                                    Long.parseLong(matcher.group(2)),
                                    Long.parseLong(matcher.group(3)),
                                    Long.parseLong(matcher.group(4)),
                                    FORKS.indexOf(matcher.group(5)),
                                    Long.parseLong(matcher.group(6)),
                                    matcher.group(7) != null));
        }
        assertThat(blocks).hasSize(count);
    }

    /** What is read of rows and of the ends of transactions, against the server's description. */
    private static void compareContent(WalRecord record, ResultSet row, int major)
            throws Exception {
        RecordContent content = new RecordContent();
        record.read(content);
        assertThat(content.mainLength()).isEqualTo(record.mainDataLength());
        List<BlockReference> blocks = record.blocks();
        assertThat(content.blockCount()).isEqualTo(blocks.size());
        if (!blocks.isEmpty()) {
            assertThat(content.database()).isEqualTo(blocks.getFirst().databaseOid());
            assertThat(content.relation()).isEqualTo(blocks.getFirst().relationNumber());
            assertThat(content.fork()).isEqualTo(blocks.getFirst().fork());
        }
        String manager = row.getString(5);
        String type = row.getString(6).replace("+INIT", "");
        String description = Objects.requireNonNullElse(row.getString(9), "");
        RowChange change = new RowChange();
        boolean changes = RowChange.mayChangeRows(record) && change.read(record, content);
        String read =
                changes
                        ? "%d/%d/%d"
                                .formatted(change.inserted(), change.updated(), change.deleted())
                        : "none";
        Matcher tuples = Pattern.compile("ntuples: (\\d+)").matcher(description);
        String expected =
                switch (manager + " " + type) {
                    case "Heap INSERT" -> "1/0/0";
                    case "Heap UPDATE", "Heap HOT_UPDATE" -> "0/1/0";
                    case "Heap DELETE" -> "0/0/1";
                    case "Heap TRUNCATE" -> "0/0/0";
                    case "Heap2 MULTI_INSERT" -> (tuples.find() ? tuples.group(1) : "?") + "/0/0";
                    default -> "none";
                };
        assertThat(read).as("%s %s %s", manager, type, description).isEqualTo(expected);
        if (TransactionEnd.isOne(record)) {
            TransactionEnd end = TransactionEnd.read(record, content, major);
            assertThat(end.subtransactions())
                    .hasSize(numbersBehind("subxacts:", description))
                    .as(description);
            assertThat(end.droppedFiles())
                    .as(description)
                    .hasSize(count("base/\\d+/\\d+", part("; rels:", description)));
            assertThat(end.relations().size())
                    .as(description)
                    .isLessThanOrEqualTo(count("relcache \\d+", description));
            assertThat(end.relations().isEmpty())
                    .as(description)
                    .isEqualTo(!description.contains("relcache "));
        }
    }

    private static int numbersBehind(String word, String description) {
        return count("\\d+", part(word, description));
    }

    /** From a word up to the next semicolon. */
    private static String part(String word, String description) {
        int at = description.indexOf(word);
        if (at < 0) {
            return "";
        }
        int from = at + word.length();
        int end = description.indexOf(';', from);
        return description.substring(from, end < 0 ? description.length() : end);
    }

    private static int count(String pattern, String text) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
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
                WalLineage lineage = WalLineage.of(postgres.walFolder(), control.segments());
                Set<Long> committed = new HashSet<>();
                WalEnd end;
                try (WalTail tail = new WalTail(lineage, control.redoLsn())) {
                    end = tail.catchUp();
                }
                assertThat(RecoveryCheck.of(lineage, end))
                        .isInstanceOfAny(
                                RecoveryCheck.NothingWritten.class, RecoveryCheck.Elsewhere.class);
                postgres.start(settings);
                assertThat(postgres.log()).contains("redo done at " + end.lastRecordStart());
                assertThat(RecoveryCheck.of(lineage, end))
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
            WalLineage lineage = WalLineage.of(postgres.walFolder(), control.segments());
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
            try (WalTail tail = new WalTail(lineage, control.redoLsn())) {
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
                WalEnd fresh = WalWalker.findEnd(lineage, control.redoLsn());
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
