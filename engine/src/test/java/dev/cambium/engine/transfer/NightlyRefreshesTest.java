package dev.cambium.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.NightlyRefresh;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Samples;
import dev.cambium.engine.testing.MovableClock;
import dev.cambium.engine.transfer.twin.SourceDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Nights with real plans in a real catalog, and a source that is only counted. */
class NightlyRefreshesTest {

    private static final String URL = "postgres://reader:secretword@db.example.com/shop";

    @TempDir private Path folder;

    private final MovableClock clock = new MovableClock();
    private final List<String> refreshed = new ArrayList<>();
    private Catalog catalog;
    private NightlyRefreshes nights;
    private Branch branch;
    private boolean fails;

    @BeforeEach
    void open() {
        catalog = Catalog.open(folder);
        nights = new NightlyRefreshes(catalog, this::refresh, clock);
        Instant now = clock.instant();
        branch = Samples.defaultBranch("br-1", "p");
        catalog.commit(
                change -> {
                    change.put(new Project("p", "shop", 18, null, "o", "app", 0, 0, now, now));
                    change.put(branch);
                });
    }

    @AfterEach
    void close() {
        nights.close();
        catalog.close();
    }

    private void refresh(Branch which, SourceDatabase source, String database) {
        refreshed.add(which.name() + " from " + source.shown() + " into " + database);
        if (fails) {
            throw new IllegalStateException("the source is away");
        }
    }

    @Test
    void runsOnceEachNightAtItsHour() {
        int soon = (clock.instant().atZone(ZoneOffset.UTC).getHour() + 2) % 24;
        NightlyRefresh plan = nights.plan(branch, URL, "copy", soon);
        assertThat(plan.nextRun())
                .isBetween(
                        clock.instant().plus(Duration.ofMinutes(59)),
                        clock.instant().plus(Duration.ofHours(2)));
        nights.runDue();
        assertThat(refreshed).isEmpty();
        clock.pass(Duration.ofHours(2));
        nights.runDue();
        nights.runDue();
        assertThat(refreshed).containsExactly("main from shop on db.example.com:5432 into copy");
        NightlyRefresh done = nights.of(branch).orElseThrow();
        assertThat(done.nextRun()).isEqualTo(plan.nextRun().plus(Duration.ofDays(1)));
        assertThat(done.lastRun()).isNotNull();
        assertThat(done.lastError()).isNull();
    }

    @Test
    void whatWasDueWhileNoEngineRanIsDoneAtTheNextStart() {
        nights.plan(branch, URL, null, 3);
        nights.close();
        clock.pass(Duration.ofDays(9));
        NightlyRefreshes next = new NightlyRefreshes(catalog, this::refresh, clock);
        next.runDue();
        next.runDue();
        assertThat(refreshed).hasSize(1);
        next.close();
    }

    @Test
    void aNightThatFailsIsToldWithoutThePasswordAndTriedTheNextNight() {
        nights.plan(branch, URL, null, 3);
        fails = true;
        clock.pass(Duration.ofDays(1));
        nights.runDue();
        NightlyRefresh after = nights.of(branch).orElseThrow();
        assertThat(after.lastError()).isEqualTo("the source is away");
        assertThat(after.toString()).doesNotContain("secretword");
        fails = false;
        clock.pass(Duration.ofDays(1));
        nights.runDue();
        assertThat(nights.of(branch).orElseThrow().lastError()).isNull();
        assertThat(refreshed).hasSize(2);
    }

    @Test
    void whatIsEndedOrDeletedRunsNoMore() {
        nights.plan(branch, URL, null, 3);
        nights.end(branch);
        clock.pass(Duration.ofDays(1));
        nights.runDue();
        nights.plan(branch, URL, null, 3);
        catalog.commit(change -> change.removeBranch(branch.id()));
        assertThat(catalog.nightlyRefreshes()).isEmpty();
        clock.pass(Duration.ofDays(1));
        nights.runDue();
        assertThat(refreshed).isEmpty();
    }

    @Test
    void refusesWhatCannotBePlanned() {
        assertThatThrownBy(() -> nights.plan(branch, URL, null, 24))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("0 to 23");
        assertThatThrownBy(() -> nights.plan(branch, "mysql://x/y", null, 3))
                .isInstanceOf(Refusal.class);
        assertThat(nights.of(branch)).isEmpty();
    }
}
