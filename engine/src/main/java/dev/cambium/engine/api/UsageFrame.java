package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a project or a branch used from a moment to before another. Byte-hours are bytes times the
 * hours for which they were there.
 *
 * @param branchId null when a project as a whole is told
 * @param branchName null likewise, and of a branch that is gone
 * @param activeTimeSeconds for how long computes answered, added up
 * @param computeTimeSeconds of processor time in computes
 * @param writtenDataBytes of WAL
 * @param logicalSizeBytes of the files as Postgres sees them, at the end
 * @param syntheticStorageSizeBytes data and history at the end; of a root the data counts, of other
 *     branches what is their own on disk
 * @param rootBytesHour of the data of roots
 * @param childBytesHour of what is other branches' own
 * @param historyBytesHour of their past and WAL
 */
public record UsageFrame(
        String projectId,
        @Nullable String branchId,
        @Nullable String branchName,
        @NeonTime Instant timeframeStart,
        @NeonTime Instant timeframeEnd,
        long activeTimeSeconds,
        long computeTimeSeconds,
        long writtenDataBytes,
        long logicalSizeBytes,
        long syntheticStorageSizeBytes,
        long logicalSizeBytesHour,
        long rootBytesHour,
        long childBytesHour,
        long historyBytesHour) {

    /** Of everything that took room. */
    public long dataStorageBytesHour() {
        return rootBytesHour + childBytesHour + historyBytesHour;
    }
}
