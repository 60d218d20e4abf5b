package dev.cambium.engine.branch.schemaonly;

import dev.cambium.engine.page.Lsn;

/**
 * A server that was emptied and is to be stopped.
 *
 * @param files those to keep
 * @param switchedAt where WAL was switched to a new segment: all WAL up to there may hold rows
 */
public record Emptied(KeptFiles files, Lsn switchedAt) {}
