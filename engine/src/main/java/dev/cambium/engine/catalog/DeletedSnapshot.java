package dev.cambium.engine.catalog;

import java.time.Instant;
import java.util.UUID;

/**
 * A snapshot in the trash. It keeps its timeline, and nobody can restore it.
 *
 * @param snapshot as it was
 * @param deletedBy the operation that deleted it, whose undo brings it back
 */
public record DeletedSnapshot(Snapshot snapshot, UUID deletedBy, Instant deletedAt) {}
