package dev.cambium.engine.branch.usage;

/**
 * How large a branch is, in bytes.
 *
 * @param logical of its files as Postgres sees them
 * @param unique on disk that would be free if it were deleted, WAL apart
 * @param history the part of those that only its past holds
 * @param wal of its WAL folder
 */
public record BranchSize(long logical, long unique, long history, long wal) {

    /** What a branch counts that is gone. */
    static final BranchSize NONE = new BranchSize(0, 0, 0, 0);

    /**
     * Neon's way to count: a root as large as its data, another branch as large as what is its own,
     * but never larger than its data.
     */
    long stored(boolean root) {
        return root ? logical : Math.min(Math.max(0, unique - history), logical);
    }
}
