package dev.cambium.engine.branch.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Samples;
import dev.cambium.engine.catalog.SnapshotPlan;
import dev.cambium.engine.catalog.SnapshotPlan.Frequency;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

class SnapshotSchedulesTest {

    private static final TimelineId TIMELINE = new TimelineId("tl-0123456789ab");

    @TempDir private Path home;

    private final List<SnapshotPlan> taken = new ArrayList<>();
    private Catalog catalog;
    private Branch branch;
    private Instant now = Instant.parse("2026-11-21T10:30:00Z");
    private boolean busy;

    @BeforeEach
    void open() {
        catalog = Catalog.open(home);
        catalog.commit(
                change -> {
                    change.put(
                            new Project(
                                    "p", "shop", 18, null, "me", "shop", 86_400, 1L << 30, now,
                                    now));
                    change.put(
                            new Timeline(
                                    TIMELINE,
                                    "p",
                                    18,
                                    TimelineState.LIVE,
                                    null,
                                    null,
                                    null,
                                    now,
                                    null,
                                    null));
                    change.put(Samples.defaultBranch("br-1", "p"));
                    change.appendTenure("br-1", TIMELINE, now);
                });
        branch = catalog.branch("br-1").orElseThrow();
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void aRunIsMadeWhenItsTimeHasComeAndOnce() {
        schedules()
                .replace(branch, List.of(plan(Frequency.HOURLY, null), plan(Frequency.DAILY, 3)));
        schedules().runDue();
        assertThat(taken).isEmpty();

        pass(Duration.ofMinutes(30));
        schedules().runDue();
        schedules().runDue();
        assertThat(taken).extracting(SnapshotPlan::frequency).containsExactly(Frequency.HOURLY);
        assertThat(schedules().of(branch))
                .extracting(SnapshotPlan::nextRun)
                .containsExactly(
                        Instant.parse("2026-11-21T12:00:00Z"),
                        Instant.parse("2026-11-22T03:00:00Z"));
    }

    @Test
    void missedRunsAreMadeUpForByOneAfterTheCatalogWasOpenedAgain() {
        schedules().replace(branch, List.of(plan(Frequency.HOURLY, null)));
        catalog.close();
        catalog = Catalog.open(home);
        pass(Duration.ofDays(5));
        schedules().runDue();
        assertThat(taken).hasSize(1);
        assertThat(schedules().of(branch).getFirst().nextRun())
                .isEqualTo(Instant.parse("2026-11-26T11:00:00Z"));
    }

    @Test
    void aRunThatCouldNotBeMadeIsTriedAgain() {
        schedules().replace(branch, List.of(plan(Frequency.HOURLY, null)));
        pass(Duration.ofHours(1));
        busy = true;
        schedules().runDue();
        busy = false;
        assertThat(taken).isEmpty();
        schedules().runDue();
        assertThat(taken).hasSize(1);
    }

    @Test
    void aLineThatStaysKeepsItsNextRunAndAnEmptyScheduleIsNone() {
        schedules().replace(branch, List.of(plan(Frequency.HOURLY, null)));
        Instant first = schedules().of(branch).getFirst().nextRun();
        pass(Duration.ofHours(2));
        schedules()
                .replace(branch, List.of(plan(Frequency.DAILY, 5), plan(Frequency.HOURLY, null)));
        assertThat(schedules().of(branch).get(1).nextRun()).isEqualTo(first);
        schedules().replace(branch, List.of());
        assertThat(schedules().of(branch)).isEmpty();
    }

    private SnapshotSchedules schedules() {
        return new SnapshotSchedules(
                catalog,
                Clock.fixed(now, ZoneOffset.UTC),
                (found, plan, next) -> {
                    if (busy) {
                        throw new Refusal(Refusal.Kind.BUSY, "BRANCH_BUSY", "busy");
                    }
                    taken.add(plan);
                    catalog.commit(change -> change.snapshots().reschedule(next));
                });
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static SnapshotPlan plan(Frequency frequency, Integer hour) {
        return new SnapshotPlan("", 0, frequency, hour, null, null, null, Instant.EPOCH);
    }
}
