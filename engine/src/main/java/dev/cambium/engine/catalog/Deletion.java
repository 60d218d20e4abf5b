package dev.cambium.engine.catalog;

import java.time.Instant;

/** When and how a branch came into the trash. */
public record Deletion(Instant at, DeletionMethod method) {}
