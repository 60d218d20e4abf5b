package dev.cambium.anonymizer.function;

import org.jspecify.annotations.Nullable;

/** A row while it is masked. Columns count from 0, in the order of the table's written columns. */
public interface MaskedRow {

    /** What the source has; null for NULL. */
    @Nullable String source(int column);

    /**
     * What it becomes; null for NULL, for a column that is shuffled, and for one that asks for
     * itself by way of others.
     */
    @Nullable String masked(int column);
}
