package dev.cambium.engine.branch.history;

import dev.cambium.engine.catalog.Catalog;

import org.jspecify.annotations.Nullable;

/**
 * The rows of branches, for lists: after a few branches that were asked for since the last commit,
 * the rows of all are read at once and serve until the next commit. Thread-safe.
 */
public final class KeptRows {

    /** Some queries for each of so many take as long as those for a thousand branches. */
    private static final int ONE_BY_ONE_MAX = 8;

    private final Catalog catalog;
    private final BranchRows asked;
    private volatile @Nullable Kept kept;
    private long countedAt = -1;
    private int count;

    /** All rows, as they were at a state of the catalog. */
    private record Kept(long changes, BranchRows rows) {}

    public KeptRows(Catalog catalog) {
        this.catalog = catalog;
        this.asked = new BranchRows.Asked(catalog);
    }

    /** The rows to look at for so many branches: not older than this call. */
    public BranchRows forBranches(int branches) {
        long changes = catalog.changes(); // before what is read: rows may be newer, never older
        Kept known = kept;
        if (known != null && known.changes() == changes) {
            return known.rows();
        }
        if (isFew(branches, changes)) {
            return asked;
        }
        BranchRows all = BranchRows.All.of(catalog);
        kept = new Kept(changes, all);
        return all;
    }

    private synchronized boolean isFew(int branches, long changes) {
        count = countedAt == changes ? count + branches : branches;
        countedAt = changes;
        return count <= ONE_BY_ONE_MAX;
    }
}
