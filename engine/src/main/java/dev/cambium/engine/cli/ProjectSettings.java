package dev.cambium.engine.cli;

import dev.cambium.engine.api.EndpointUpdate;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** What holds for all branches of a project. */
final class ProjectSettings {

    private static final long SECONDS_PER_HOUR = 3_600;
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    /** What is more is refused all the same; it must not come round to something sensible. */
    private static final long LARGEST = 1_000_000_000_000L;

    @Option(
            names = "--suspend-timeout",
            paramLabel = "SECONDS",
            description = "Branches sleep after so long without a client.")
    private @Nullable Long suspend;

    @Option(
            names = "--pool-timeout",
            paramLabel = "SECONDS",
            description = "They sleep after so long although clients are connected, all idle.")
    private @Nullable Long pool;

    @Option(
            names = "--history",
            paramLabel = "HOURS",
            description = "How far back moments can be opened, 0 to 720 hours.")
    private @Nullable Long hours;

    @Option(
            names = "--history-max",
            paramLabel = "MB",
            description = "How much disk the past may take, in megabytes.")
    private @Nullable Long megabytes;

    EndpointUpdate endpointDefaults() {
        return new EndpointUpdate(suspend, pool, null, null);
    }

    @Nullable Long historySeconds() {
        return hours == null ? null : Math.clamp(hours, -LARGEST, LARGEST) * SECONDS_PER_HOUR;
    }

    @Nullable Long historyBytes() {
        return megabytes == null
                ? null
                : Math.clamp(megabytes, -LARGEST, LARGEST) * BYTES_PER_MEGABYTE;
    }
}
