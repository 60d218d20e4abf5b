package dev.cambium.engine.branch.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot takes on disk by itself.
 *
 * @param uniqueBytes free if it goes, WAL apart; null until it is materialised
 * @param walBytes the WAL it keeps, links to its branch's included
 */
public record SnapshotSpace(@Nullable Long uniqueBytes, long walBytes) {}
