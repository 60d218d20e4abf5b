package dev.cambium.engine.catalog;

/** How far a branch is that holds anonymized data. Neon's words. */
public enum AnonymizedState {
    /** It has the schema and no rows, and waits for a run. */
    INITIALIZED,
    /** A run is under way; the branch still has what it had before. */
    ANONYMIZING,
    /** A run was finished, and the branch has its rows. */
    ANONYMIZED,
    /** The last run came to nothing; the branch still has what it had before. */
    ERROR
}
