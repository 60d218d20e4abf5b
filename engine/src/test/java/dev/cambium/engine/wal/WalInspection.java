package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.testing.TestPostgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what we read in WAL, record by record, with what pg_walinspect says of it. */
final class WalInspection {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "blkref #(\\d+): rel (\\d+)/(\\d+)/(\\d+) fork (\\w+) blk (\\d+)( \\(FPW)?");
    private static final List<String> FORKS = List.of("main", "fsm", "vm", "init");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private WalInspection() {}

    /**
     * Compares all records from the redo position of a control file to a position.
     *
     * @param postgres a server that runs, with the extension in its database postgres, in UTC
     * @return the kinds of the records, each as often as it was there
     */
    static List<String> compare(TestPostgres postgres, ControlFile control, Lsn upTo)
            throws Exception {
        List<String> kinds = new ArrayList<>();
        WalFolder wal = new WalFolder(postgres.walFolder(), control.segments());
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                WalWalker walker = WalWalker.open(wal, control.redoLsn())) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1_000);
            try (ResultSet rows =
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
                    kinds.add(rows.getString(5) + " " + rows.getString(6));
                }
            }
        }
        return kinds;
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
        RowsTouched change = new RowsTouched();
        boolean changes = RowsTouched.mayChangeRows(record) && change.read(record, content);
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
}
