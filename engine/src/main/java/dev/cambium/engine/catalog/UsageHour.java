package dev.cambium.engine.catalog;

import java.time.Instant;

/**
 * What a branch used in one hour, and how large it was. There is one only for hours in which
 * something changed: between two of them the branch used nothing and stayed as large as the first
 * one says.
 *
 * @param hour its first moment, a full hour in UTC
 * @param root whether the branch had no parent
 * @param activeMillis for how long its computes answered, added up
 * @param cpuMillis of processor time in its computes
 * @param writtenBytes of WAL
 * @param logicalBytes of its files as Postgres sees them, at most in that hour
 * @param storedBytes of a root as many; of another branch those on disk that are its own
 * @param historyBytes on disk that only its past holds, WAL included
 */
public record UsageHour(
        String projectId,
        String branchId,
        Instant hour,
        boolean root,
        long activeMillis,
        long cpuMillis,
        long writtenBytes,
        long logicalBytes,
        long storedBytes,
        long historyBytes) {}
