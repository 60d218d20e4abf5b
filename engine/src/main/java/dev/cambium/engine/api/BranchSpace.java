package dev.cambium.engine.api;

/**
 * How the space of a branch divides, beside what it alone takes.
 *
 * @param historyBytes the part of what it alone takes that only its past holds: freed when the
 *     history window is shortened to nothing, and layers were merged
 * @param sharedBytes what it reads and others need, too
 */
public record BranchSpace(long historyBytes, long sharedBytes) {}
