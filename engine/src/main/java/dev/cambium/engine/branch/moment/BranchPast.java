package dev.cambium.engine.branch.moment;

import dev.cambium.engine.wal.digest.TimelineSums;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What happened on a branch over a stretch of time.
 *
 * @param range what can be opened; null while nothing but the present can
 * @param firstTime of all that can be opened, also of earlier content
 * @param lastTime of the last commit that was read
 * @param lsnFrom positions are those of the current timeline from this time on
 * @param complete whether all WAL was read
 */
public record BranchPast(
        String branchId,
        @Nullable MomentRange range,
        Instant firstTime,
        Instant lastTime,
        Instant from,
        Instant to,
        TimelineSums sums,
        List<PastMark> marks,
        Instant lsnFrom,
        boolean complete) {}
