package dev.cambium.engine.branch;

import dev.cambium.engine.branch.moment.MomentRange;
import dev.cambium.engine.branch.usage.BranchSize;
import dev.cambium.engine.catalog.BranchRestore;
import dev.cambium.engine.catalog.SchemaSource;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.Nullable;

/**
 * How a branch is at this moment, measured rather than stored.
 *
 * @param reason why its compute crashed or did not start; null when all is well
 * @param head the end of its WAL; null while it has none
 * @param logicalBytes of its files as Postgres sees them
 * @param uniqueBytes freed if it goes, WAL apart
 * @param historyBytes the part of them that only its past holds
 * @param sharedBytes what it reads and others need, too
 * @param walBytes of the segments in its WAL folder
 * @param busy whether a verb is at work on it
 * @param range which moments of it can be opened; null while only its present can
 * @param schemaSource where its schema came from, if it was made without rows; null if not
 * @param masked whether its rows are anonymized ones of another branch, from a run that made it or
 *     that made what it was branched, reset or restored from
 * @param restore the snapshot that its content came from; null if from none
 */
public record BranchCondition(
        ComputeState state,
        @Nullable String reason,
        @Nullable Lsn head,
        long logicalBytes,
        long uniqueBytes,
        long historyBytes,
        long sharedBytes,
        long walBytes,
        boolean busy,
        @Nullable MomentRange range,
        @Nullable SchemaSource schemaSource,
        boolean masked,
        @Nullable BranchRestore restore) {

    BranchSize size() {
        return new BranchSize(logicalBytes, uniqueBytes, historyBytes, walBytes);
    }
}
