package dev.cambium.engine.masking;

import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.plan.ColumnPlan;
import dev.cambium.anonymizer.plan.TablePlan;
import dev.cambium.anonymizer.report.MaskingReport.Residue;
import dev.cambium.anonymizer.run.SourceWatch;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks in the result for values that the source has: whole values, and words of longer ones. Of a
 * large table a sample is looked at. Not thread-safe.
 */
final class ResidualScan {

    private static final int ROWS_SCANNED = 5_000;

    /** What is between two words of a text; an address or a number stays one. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;<>()\\[\\]{}\"']+");

    /** Their words are those of dictionaries, which the source may have as well. */
    private static final Set<MaskFunction> DICTIONARIES =
            EnumSet.of(
                    MaskFunction.FIRST_NAME,
                    MaskFunction.LAST_NAME,
                    MaskFunction.FULL_NAME,
                    MaskFunction.COMPANY,
                    MaskFunction.JOB,
                    MaskFunction.STREET,
                    MaskFunction.CITY,
                    MaskFunction.STATE,
                    MaskFunction.COUNTRY,
                    MaskFunction.LOREM,
                    MaskFunction.CHOICE,
                    MaskFunction.CONSTANT,
                    MaskFunction.ENUM_LABEL,
                    MaskFunction.SHUFFLE);

    private final MaskingSession target;
    private final SourceWatch watch;
    private long scanned;

    ResidualScan(MaskingSession target, SourceWatch watch) {
        this.target = target;
        this.watch = watch;
    }

    List<Residue> run(List<TablePlan> tables) throws SQLException {
        List<Residue> found = new ArrayList<>();
        if (watch.size() == 0) {
            return found;
        }
        for (TablePlan table : tables) {
            long[] hits = new long[table.columns().size()];
            for (@Nullable String[] row :
                    DatabaseDetection.sampled(target, table.table(), ROWS_SCANNED)) {
                for (int i = 0; i < hits.length; i++) {
                    String value = row[i];
                    if (value != null && isLookedAt(table.columns().get(i))) {
                        scanned++;
                        hits[i] += holdsKnown(value) ? 1 : 0;
                    }
                }
            }
            for (int i = 0; i < hits.length; i++) {
                if (hits[i] > 0) {
                    ColumnPlan column = table.columns().get(i);
                    found.add(
                            new Residue(
                                    table.table().id().column(column.column().name()).toString(),
                                    hits[i],
                                    !column.isMasked()));
                }
            }
        }
        return found;
    }

    private static boolean isLookedAt(ColumnPlan column) {
        if (DICTIONARIES.contains(column.call().function())) {
            return false;
        }
        return switch (column.column().type().family()) {
            case TEXT, ARRAY, JSON, OTHER, NETWORK, MAC, UUID -> true;
            // Short, and so often equal by chance.
            case INTEGER, DECIMAL, FLOAT, DATE, TIMESTAMP, TIME, BOOLEAN, BINARY, ENUM -> false;
        };
    }

    private boolean holdsKnown(String value) {
        if (watch.knows(value)) {
            return true;
        }
        for (String word : BETWEEN.split(value)) {
            if (watch.knows(word)) {
                return true;
            }
        }
        return false;
    }

    /** Values that were looked at. */
    long scanned() {
        return scanned;
    }
}
