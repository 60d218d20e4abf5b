package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.plan.ColumnPlan;
import dev.cambium.anonymizer.plan.TablePlan;
import dev.cambium.anonymizer.report.MaskingReport.Residue;
import dev.cambium.anonymizer.rules.MaskingRules;
import dev.cambium.anonymizer.run.SourceWatch;
import dev.cambium.anonymizer.run.SourceWatch.Known;

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
    private final MaskingRules rules;
    private long scanned;

    /**
     * @param rules that say which columns somebody decided to keep
     */
    ResidualScan(MaskingSession target, SourceWatch watch, MaskingRules rules) {
        this.target = target;
        this.watch = watch;
        this.rules = rules;
    }

    List<Residue> run(List<TablePlan> tables) throws SQLException {
        List<Residue> found = new ArrayList<>();
        if (watch.size() == 0) {
            return found;
        }
        for (TablePlan table : tables) {
            List<Hits> hits = table.columns().stream().map(_ -> new Hits()).toList();
            for (@Nullable String[] row :
                    DatabaseDetection.sampled(target, table.table(), ROWS_SCANNED)) {
                for (int i = 0; i < row.length; i++) {
                    String value = row[i];
                    if (value != null && isLookedAt(table.columns().get(i))) {
                        scanned++;
                        hits.get(i).count(known(value));
                    }
                }
            }
            for (int i = 0; i < hits.size(); i++) {
                tell(table, table.columns().get(i), hits.get(i), found);
            }
        }
        return found;
    }

    /** What was found in one column. */
    private static final class Hits {

        /** A title may be somebody's name; a column of names has more than a few of them. */
        private static final int NAMES_PART = 20;

        private long values;
        private long rare;
        private long words;
        private long common;

        void count(Known known) {
            values++;
            switch (known) {
                case RARE -> rare++;
                case WORDS -> words++;
                case COMMON -> common++;
                case NO -> {}
            }
        }

        private boolean isOfNames() {
            return words * NAMES_PART >= values;
        }

        long leftOver() {
            return rare + (isOfNames() ? words : 0);
        }

        long byChance() {
            return common + (isOfNames() ? 0 : words);
        }
    }

    private void tell(TablePlan table, ColumnPlan column, Hits hits, List<Residue> found) {
        ColumnId id = table.table().id().column(column.column().name());
        boolean kept = !column.isMasked() && isDecided(id, column);
        // One to one within a form: whatever is in use may come out for somebody else.
        boolean sameForm = column.isMasked() && column.call().function().guarantees().reversible();
        long leftOver = sameForm ? 0 : hits.leftOver();
        long chance = hits.byChance() + (sameForm ? hits.leftOver() : 0);
        if (leftOver > 0) {
            found.add(new Residue(id.toString(), leftOver, kept, false));
        }
        if (chance > 0) {
            found.add(new Residue(id.toString(), chance, kept, !kept));
        }
    }

    /** A column that was only not noticed is nobody's decision. */
    private boolean isDecided(ColumnId id, ColumnPlan column) {
        return column.inherited() || rules.calls().containsKey(id);
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

    /** The value itself, or else a word of it: what is rare counts before what is common. */
    private Known known(String value) {
        Known whole = watch.of(value);
        if (whole != Known.NO) {
            return whole;
        }
        Known most = Known.NO;
        for (String word : BETWEEN.split(value)) {
            Known known = watch.of(word);
            if (known.compareTo(most) > 0) {
                most = known;
            }
        }
        return most;
    }

    /** Values that were looked at. */
    long scanned() {
        return scanned;
    }
}
