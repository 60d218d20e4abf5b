package dev.cambium.engine.catalog;

import dev.cambium.engine.page.Lsn;

import java.time.Instant;

/**
 * Where the schema of a branch without rows was taken from. That branch is no parent: it may be
 * gone.
 *
 * @param branchId the branch that was made
 * @param sourceId the branch whose schema it has
 * @param sourceName what that was called then
 * @param lsn where in the WAL of that branch
 * @param at the moment that this LSN stands for
 */
public record SchemaSource(
        String branchId, String sourceId, String sourceName, Lsn lsn, Instant at) {}
