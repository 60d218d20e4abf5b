package dev.cambium.anonymizer.plan;

import dev.cambium.anonymizer.column.ColumnId;

/**
 * Why a run must not begin.
 *
 * @param message what is wrong, and what to do
 */
public record Problem(Kind kind, ColumnId column, String message) {

    /** Kinds of problems. */
    public enum Kind {
        /** A rule names a column that there is not. */
        UNKNOWN_COLUMN,
        /** The column came after the rules were approved. */
        NEW_COLUMN,
        /** The column seems to hold personal data, and nobody decided about it. */
        NO_RULE,
        /** The function does not make values of the column's type, or not with these arguments. */
        DOES_NOT_FIT,
        /** The function may make different values equal, and the column is unique. */
        NOT_UNIQUE,
        /** Columns that a foreign key links have different functions. */
        LINKED_DIFFERENTLY,
        /** The function makes NULL, and the column has none. */
        NOT_NULL
    }
}
