package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.detect.ColumnFinding;
import dev.cambium.anonymizer.detect.Detection;
import dev.cambium.anonymizer.detect.Sample;
import dev.cambium.anonymizer.run.CopyRow;
import dev.cambium.engine.compute.Console;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Asks the anonymizer which columns of a database hold personal data. Thread-safe. */
public final class DatabaseDetection {

    /** Enough that a share of some per cent shows, and a few megabytes at most. */
    static final int ROWS_SAMPLED = 2_000;

    /** Of long rows fewer are looked at, so that a sample always fits the memory. */
    private static final long BYTES_SAMPLED_MAX = 16L << 20;

    private static final long PAGE_BYTES = 8_192;
    private static final int SAMPLED_PAGES = 400;

    private final Detection detection = new Detection();

    /**
     * What was found.
     *
     * @param shape the tables that were looked at
     * @param findings also those that are not sure enough to count
     */
    public record Found(DatabaseShape shape, List<ColumnFinding> findings) {

        public Found {
            findings = List.copyOf(findings);
        }
    }

    /** Does ahead what the first who asks would wait for. */
    public static void prepare() {
        Detection.prepare();
    }

    /**
     * Looks at samples of tables.
     *
     * @param known columns that somebody decided about: they are not looked at again
     * @param looked which tables; the shape has all of them
     */
    public Found run(
            Console console, String database, Set<ColumnId> known, Predicate<TableId> looked)
            throws SQLException {
        try (MaskingSession session = MaskingSession.open(console, database);
                Judging judging = new Judging(detection, known)) {
            DatabaseShape shape = new ShapeReader(session).read();
            for (Table table : shape.tables()) {
                boolean decided =
                        known.containsAll(
                                table.written().stream()
                                        .map(column -> table.id().column(column.name()))
                                        .toList());
                if (!decided && looked.test(table.id())) {
                    judging.take(table, sample(session, table));
                }
            }
            return new Found(shape, Detection.linked(shape, judging.findings(), known));
        }
    }

    /** Rows from all over the table; of a small one all of them. */
    static Sample sample(MaskingSession session, Table table) throws SQLException {
        return new Sample(sampled(session, table, ROWS_SAMPLED));
    }

    static List<@Nullable String[]> sampled(MaskingSession session, Table table, int rows)
            throws SQLException {
        List<@Nullable String[]> found = new ArrayList<>();
        int columns = table.written().size();
        if (columns == 0) {
            return found;
        }
        CopyRow row = new CopyRow(columns);
        CopyOut copy =
                session.copies()
                        .copyOut(RowQuery.copyOut(query(session, table) + " LIMIT " + rows));
        try {
            long bytes = 0;
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                bytes += line.length;
                if (bytes > BYTES_SAMPLED_MAX && !found.isEmpty()) {
                    break;
                }
                row.take(line);
                @Nullable String[] values = new @Nullable String[columns];
                for (int i = 0; i < columns; i++) {
                    values[i] = row.value(i);
                }
                found.add(values);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return found;
    }

    private static String query(MaskingSession session, Table table) throws SQLException {
        long pages =
                session.number(
                                "SELECT coalesce(sum(pg_relation_size(relid)), pg_relation_size('%1$s'::regclass)) FROM pg_partition_tree('%1$s'::regclass)"
                                        .formatted(table.id().quoted().replace("'", "''")))
                        / PAGE_BYTES;
        String plain = "SELECT %s FROM %s".formatted(RowQuery.columns(table), table.id().quoted());
        return pages <= SAMPLED_PAGES
                ? plain
                : String.format(
                        Locale.ROOT,
                        "%s TABLESAMPLE SYSTEM (%.6f) REPEATABLE (1)",
                        plain,
                        100.0 * SAMPLED_PAGES / pages);
    }
}
