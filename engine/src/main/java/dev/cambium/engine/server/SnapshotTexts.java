package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.branch.snapshot.SnapshotSpace;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.SnapshotPlan;
import dev.cambium.engine.catalog.SnapshotPlan.Frequency;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Snapshots and schedules in the shape of Neon's API. */
final class SnapshotTexts {

    private SnapshotTexts() {}

    static Snapshot snapshot(dev.cambium.engine.catalog.Snapshot snapshot, SnapshotSpace space) {
        return new Snapshot(
                snapshot.id(),
                snapshot.name(),
                snapshot.slug(),
                snapshot.source().lsn().toString(),
                snapshot.momentAt(),
                snapshot.sourceBranchId(),
                snapshot.createdAt(),
                snapshot.expiresAt(),
                snapshot.manual(),
                snapshot.fullSize(),
                new Snapshot.Local(
                        snapshot.projectId(),
                        snapshot.state().word(),
                        snapshot.error(),
                        snapshot.sourceBranchName(),
                        space.uniqueBytes(),
                        space.walBytes()));
    }

    static ScheduleItem item(SnapshotPlan plan) {
        return new ScheduleItem(
                plan.frequency().word(),
                plan.hour(),
                plan.day(),
                plan.month(),
                plan.retentionSeconds());
    }

    static SnapshotPlan plan(Branch branch, ScheduleItem item) {
        Frequency frequency =
                Arrays.stream(Frequency.values())
                        .filter(known -> known.word().equals(item.frequency()))
                        .findFirst()
                        .orElseThrow(() -> unknown(item.frequency()));
        return new SnapshotPlan(
                branch.id(),
                0,
                frequency,
                item.hour(),
                item.day(),
                item.month(),
                item.retentionSeconds(),
                Instant.EPOCH);
    }

    private static EngineException unknown(String frequency) {
        return new EngineException(
                400,
                "SCHEDULE_INVALID",
                "A schedule is %s, not \"%s\"."
                        .formatted(
                                Arrays.stream(Frequency.values())
                                        .map(Frequency::word)
                                        .collect(Collectors.joining(", ")),
                                frequency));
    }
}
