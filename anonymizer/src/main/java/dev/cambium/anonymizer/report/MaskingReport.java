package dev.cambium.anonymizer.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run did to one database. Holds names and counts, never a value.
 *
 * @param source the branch that the rows came from, as it was called
 * @param point the moment, as an LSN
 * @param rulesVersion of the rules that were followed
 * @param rows that were written
 * @param millis how long each step took, in their order
 * @param foreignKeys each foreign key that was checked, and whether it holds
 * @param residues columns of the result in which values of the source were found; none is how it
 *     should be
 * @param scannedValues how many values of the result were looked at for that
 */
public record MaskingReport(
        String source,
        String point,
        String database,
        int rulesVersion,
        Instant startedAt,
        Instant completedAt,
        long rows,
        Map<String, Long> millis,
        List<TableReport> tables,
        Map<String, Boolean> foreignKeys,
        List<Residue> residues,
        long scannedValues,
        List<String> warnings) {

    /**
     * @param name with its schema
     */
    public record TableReport(String name, long rows, List<ColumnReport> columns) {}

    /**
     * @param function with its arguments
     * @param guarantee in words
     * @param values that went through the function
     * @param nulls that were NULL and are
     * @param unchanged values that came out as they went in: by chance, or because they were empty
     */
    public record ColumnReport(
            String name,
            String function,
            String guarantee,
            long values,
            long nulls,
            long unchanged) {}

    /**
     * Values of the source that were found in the result. Neither kept nor by chance means that
     * they were left over, and then the run fails.
     *
     * @param column with its table
     * @param hits values of the result that are, or hold, a value of the source
     * @param kept whether somebody decided that the column stays
     * @param chance whether that says nothing: many people share the values, as they do dates and
     *     places, or the function makes values of the same form as those there are
     */
    public record Residue(String column, long hits, boolean kept, boolean chance) {

        public boolean isLeak() {
            return !kept && !chance;
        }

        /** For example {@code kept as decided}. */
        public String inWords() {
            if (isLeak()) {
                return "left over";
            }
            return kept
                    ? "kept as decided"
                    : "by chance: dates, places and words that many share, or values of the same form";
        }
    }

    /** How many columns got other values. */
    public int maskedColumns() {
        return tables.stream().mapToInt(table -> table.columns().size()).sum();
    }
}
