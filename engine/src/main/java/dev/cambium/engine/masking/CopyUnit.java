package dev.cambium.engine.masking;

import dev.cambium.anonymizer.plan.TablePlan;

/**
 * A part of a table that one thread masks at once.
 *
 * @param part counts the parts of a table, from 0
 * @param parts how many the table has
 * @param watched how many values of each column are remembered
 * @param partitioned whether rows are in tables below it
 * @param isLarge whether the table is worth files of its own for its load
 * @param where which rows; empty for all
 */
record CopyUnit(
        TablePlan plan,
        int part,
        int parts,
        int watched,
        boolean partitioned,
        boolean isLarge,
        String where) {

    boolean isFirst() {
        return part == 0;
    }

    boolean isLast() {
        return part == parts - 1;
    }
}
