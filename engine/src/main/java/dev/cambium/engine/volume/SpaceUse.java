package dev.cambium.engine.volume;

/**
 * What a timeline takes on disk, WAL apart.
 *
 * @param logicalBytes the sum of its files' lengths, as Postgres sees them
 * @param uniqueBytes allocated bytes that would be free now if it were deleted
 */
public record SpaceUse(long logicalBytes, long uniqueBytes) {}
