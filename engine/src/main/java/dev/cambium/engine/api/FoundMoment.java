package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The point that a moment stands for.
 *
 * @param branch the name of the branch whose moment it is
 * @param asked what was asked for: {@code head}, an LSN or a time
 * @param lsn where it lies in WAL
 * @param time the time asked for; for an LSN when the last transaction before it ended; else now
 * @param roundedFrom the LSN asked for, if it lies inside a record of WAL
 * @param commitsLeftOut commits stamped at or before the time that are not part of it, because a
 *     later one was written before them
 * @param words all of it in words
 */
public record FoundMoment(
        String branch,
        String asked,
        String lsn,
        Instant time,
        @Nullable String roundedFrom,
        long commitsLeftOut,
        String words) {}
