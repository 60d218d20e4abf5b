package dev.cambium.engine.api;

/** A kind of mark of which the last one can be asked for. */
public enum LastMark {
    /** A change of the schema: create, alter, drop, truncate. */
    DDL("ddl"),
    /** A transaction that touched 1,000 rows, or 1 % of a table. */
    BIG_WRITE("big_write");

    private final String word;

    LastMark(String word) {
        this.word = word;
    }

    /** The word in the API: the kind of {@link BranchTimeline.Mark}. */
    public String word() {
        return word;
    }
}
