package dev.cambium.engine.catalog;

import java.time.Instant;
import java.util.UUID;

/**
 * A project in the trash. Its branches and snapshots are there with it, and nobody can use it.
 *
 * @param project as it was
 * @param deletedBy the operation that deleted it, whose undo brings it back
 */
public record DeletedProject(Project project, UUID deletedBy, Instant deletedAt) {}
