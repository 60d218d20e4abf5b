package dev.cambium.engine.catalog;

import java.time.Instant;

/**
 * A database last seen on a branch: what a sleeping branch answers when it is asked.
 *
 * @param oid Postgres's number for it, unsigned 32 bits; unique on a branch
 */
public record KnownDatabase(
        String branchId, long oid, String name, String ownerName, Instant createdAt) {}
