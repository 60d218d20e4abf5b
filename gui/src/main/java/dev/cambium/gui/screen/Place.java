package dev.cambium.gui.screen;

import org.jspecify.annotations.Nullable;

/**
 * What a screen is asked to show: a branch, and of it the present or a moment.
 *
 * @param branchId the branch's id
 * @param at the moment as the API takes it, an LSN or a time; null means the present
 * @param words how the moment is called on screen; empty for the present
 * @param sql for the console: a statement to put there, which is run if it reads; else null
 * @param toCompare for the schema: a moment against the branch's present, or the present against
 *     its parent's
 */
public record Place(
        String branchId,
        @Nullable String at,
        String words,
        @Nullable String sql,
        boolean toCompare) {

    public Place(String branchId, @Nullable String at, String words) {
        this(branchId, at, words, null, false);
    }

    /** A branch as it is now. */
    public static Place now(String branchId) {
        return new Place(branchId, null, "");
    }

    /** The same with a statement for the console. */
    public Place with(String statement) {
        return new Place(branchId, at, words, statement, toCompare);
    }

    /** The same, to see how its schema differs. */
    public Place compared() {
        return new Place(branchId, at, words, sql, true);
    }
}
