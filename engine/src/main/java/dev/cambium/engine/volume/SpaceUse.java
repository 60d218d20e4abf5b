package dev.cambium.engine.volume;

/**
 * What a timeline takes on disk, WAL apart.
 *
 * @param logicalBytes the sum of its files' lengths, as Postgres sees them
 * @param uniqueBytes allocated bytes that would be free now if it were deleted, together with the
 *     seals that were named as its own
 * @param historyBytes the part of them that only those seals hold
 * @param sharedBytes allocated bytes that it reads and others need, too
 */
public record SpaceUse(long logicalBytes, long uniqueBytes, long historyBytes, long sharedBytes) {}
