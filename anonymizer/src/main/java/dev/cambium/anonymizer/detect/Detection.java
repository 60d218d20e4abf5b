package dev.cambium.anonymizer.detect;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.detect.ColumnJudge.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the columns of a database that hold personal data. Thread-safe.
 *
 * <p>Values are counted and forgotten: no finding holds one.
 */
public final class Detection {

    /** One of each kind that is looked for, as people write them; nobody's. */
    private static final List<String> REHEARSED =
            List.of(
                    "jane.doe@example.com",
                    "https://example.com/a?b=c",
                    "DE89 3704 0044 0532 0130 00",
                    "4111 1111 1111 1111",
                    "078-05-1120",
                    "00:1a:2b:3c:4d:5e",
                    "192.0.2.17",
                    "2001:db8::17",
                    "+49 30 901820",
                    "12 High Street",
                    "Jane Doe",
                    "Springfield",
                    "10115",
                    "3.75",
                    "2026-01-31 12:30:00+00",
                    "She wrote to Jane Doe of 12 High Street, and called +49 30 901820 the day after.");

    /** What was looked at as often is compiled where it is slow. */
    private static final int REHEARSALS = 200;

    private final ColumnJudge judge = new ColumnJudge();

    /**
     * Loads the names of people and places and lets the rules meet values of all kinds: who lets a
     * database be looked at first would wait a second for that.
     */
    public static void prepare() {
        for (int i = 0; i < REHEARSALS; i++) {
            ValueTally tally = new ValueTally();
            REHEARSED.forEach(tally::take);
        }
    }

    /**
     * Looks at one table.
     *
     * @param known columns that were decided upon before: they are not looked at again
     */
    public List<ColumnFinding> look(Table table, Sample sample, Set<ColumnId> known) {
        List<ColumnFinding> findings = new ArrayList<>();
        List<Column> columns = table.written();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            ColumnId id = table.id().column(column.name());
            if (known.contains(id)) {
                continue;
            }
            if (column.type().family() == TypeFamily.JSON) {
                findings.addAll(lookInside(id, sample, i));
            } else {
                Verdict verdict =
                        judge.judge(
                                table.id().table(), column.name(), column.type(), tally(sample, i));
                if (verdict != null) {
                    findings.add(finding(id, "", verdict));
                }
            }
        }
        return findings;
    }

    private static ColumnFinding finding(ColumnId id, String path, Verdict verdict) {
        return new ColumnFinding(id, path, verdict.kind(), verdict.confidence(), verdict.reasons());
    }

    private static ValueTally tally(Sample sample, int column) {
        ValueTally tally = new ValueTally();
        for (@Nullable String[] row : sample.rows()) {
            String value = row[column];
            if (value != null) {
                tally.take(value);
            }
        }
        return tally;
    }

    /** A document is judged path by path, as if each were a column of text. */
    private List<ColumnFinding> lookInside(ColumnId id, Sample sample, int column) {
        JsonPaths paths = new JsonPaths();
        for (@Nullable String[] row : sample.rows()) {
            String document = row[column];
            if (document != null) {
                paths.take(document);
            }
        }
        List<ColumnFinding> findings = new ArrayList<>();
        paths.tallies()
                .forEach(
                        (path, tally) -> {
                            Verdict verdict =
                                    judge.judge(
                                            id.table(),
                                            JsonPaths.lastName(path),
                                            ColumnType.text(),
                                            tally);
                            if (verdict != null) {
                                findings.add(finding(id, path, verdict));
                            }
                        });
        return findings;
    }

    /**
     * Carries findings along foreign keys: what refers to something sensitive is as sensitive. Of
     * several findings for one place the most confident stays. Sorted by table, column and path.
     */
    public static List<ColumnFinding> linked(
            DatabaseShape shape, List<ColumnFinding> findings, Set<ColumnId> known) {
        Map<ColumnId, ColumnFinding> byColumn = new HashMap<>();
        Map<String, ColumnFinding> all = new HashMap<>();
        for (ColumnFinding finding : findings) {
            all.merge(finding.column() + finding.path(), finding, Detection::surer);
            if (finding.path().isEmpty()) {
                byColumn.merge(finding.column(), finding, Detection::surer);
            }
        }
        Set<String> seen = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (ForeignKey key : shape.foreignKeys()) {
                for (int i = 0; i < key.columns().size(); i++) {
                    ColumnId target = key.target().column(key.targetColumns().get(i));
                    ColumnId from = key.table().column(key.columns().get(i));
                    ColumnFinding there = byColumn.get(target);
                    if (there != null
                            && there.isSensitive()
                            && !known.contains(from)
                            && seen.add(from.toString())) {
                        ColumnFinding here =
                                new ColumnFinding(
                                        from,
                                        "",
                                        there.kind(),
                                        there.confidence(),
                                        List.of("it refers to " + target));
                        byColumn.put(from, here);
                        all.put(from.toString(), here);
                        more = true;
                    }
                }
            }
        }
        return all.values().stream()
                .sorted(
                        Comparator.comparing(ColumnFinding::column)
                                .thenComparing(ColumnFinding::path))
                .toList();
    }

    private static ColumnFinding surer(ColumnFinding one, ColumnFinding other) {
        return one.confidence() >= other.confidence() ? one : other;
    }
}
