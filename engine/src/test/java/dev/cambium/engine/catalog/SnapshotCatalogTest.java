package dev.cambium.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.catalog.BranchRestore.Status;
import dev.cambium.engine.catalog.SnapshotPlan.Frequency;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class SnapshotCatalogTest {

    private static final TimelineId TIMELINE = new TimelineId("tl-0123456789ab");
    private static final TimelineId RESTING = new TimelineId("tl-ba9876543210");

    @TempDir private Path home;

    private Catalog catalog;

    @BeforeEach
    void open() {
        catalog = Catalog.open(home);
        catalog.commit(
                change -> {
                    change.put(Samples.project("p1", "shop"));
                    change.put(Samples.branch("br-1", "p1", "main", 20_000));
                });
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void aSnapshotIsFoundAsItWasPutAlsoAfterTheCatalogWasOpenedAgain() {
        Snapshot pending = snapshot("s1", "one", "slug-one");
        catalog.commit(change -> change.snapshots().put(pending));
        catalog.close();
        catalog = Catalog.open(home);
        assertThat(catalog.snapshots().of("p1")).containsExactly(pending);

        Snapshot ready = pending.ready(new Point(RESTING, new Lsn(-16)), 42, Samples.NOON);
        catalog.commit(change -> change.snapshots().put(ready));
        assertThat(catalog.snapshots().byId("s1")).contains(ready);
        assertThat(ready.source()).isEqualTo(pending.source());

        catalog.commit(change -> change.snapshots().remove("s1"));
        assertThat(catalog.snapshots().all()).isEmpty();
    }

    @Test
    void namesAndSlugsAreUniqueInAProject() {
        catalog.commit(change -> change.snapshots().put(snapshot("s1", "one", "slug-one")));
        catalog.commit(change -> change.snapshots().put(snapshot("s2", "two", null)));
        catalog.commit(change -> change.snapshots().put(snapshot("s3", "three", null)));
        assertThatThrownBy(
                        () -> catalog.commit(c -> c.snapshots().put(snapshot("s4", "one", null))))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("name 'one'");
        assertThatThrownBy(
                        () ->
                                catalog.commit(
                                        c -> c.snapshots().put(snapshot("s4", "x", "slug-one"))))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("slug 'slug-one'");
        assertThat(catalog.snapshots().of("p1")).hasSize(3);
    }

    @Test
    void schedulesAndRestoresGoWithTheirBranchAndSnapshotsStay() {
        SnapshotPlan daily = plan(0, Frequency.DAILY);
        catalog.commit(
                change -> {
                    change.snapshots().put(snapshot("s1", "one", null));
                    change.snapshots()
                            .replacePlans("br-1", List.of(daily, plan(1, Frequency.HOURLY)));
                    change.snapshots()
                            .put(
                                    new BranchRestore(
                                            "br-1", "s1", null, Status.RESTORED, Samples.NOON));
                });
        assertThat(catalog.snapshots().plans("br-1")).hasSize(2).first().isEqualTo(daily);

        SnapshotPlan later = daily.next(Samples.NOON.plusSeconds(9));
        catalog.commit(change -> change.snapshots().reschedule(later));
        catalog.commit(change -> change.snapshots().reschedule(plan(7, Frequency.DAILY)));
        assertThat(catalog.snapshots().allPlans())
                .extracting(SnapshotPlan::ordinal)
                .containsExactly(1, 0);

        catalog.commit(change -> change.removeBranch("br-1"));
        assertThat(catalog.snapshots().allPlans()).isEmpty();
        assertThat(catalog.snapshots().allRestores()).isEmpty();
        assertThat(catalog.snapshots().all()).hasSize(1);
    }

    private static SnapshotPlan plan(int ordinal, Frequency frequency) {
        return new SnapshotPlan("br-1", ordinal, frequency, 3, null, null, 3_600L, Samples.NOON);
    }

    private static Snapshot snapshot(String id, String name, @Nullable String slug) {
        return new Snapshot(
                id,
                "p1",
                name,
                slug,
                "br-1",
                "main",
                new Point(TIMELINE, new Lsn(4_711)),
                Samples.NOON,
                true,
                SnapshotState.PENDING,
                null,
                TIMELINE,
                new Lsn(4_711),
                null,
                Map.of("me", "s3cret"),
                List.of(new SnapshotDatabase(16_384, "shop", "me")),
                Samples.NOON,
                Samples.NOON,
                null);
    }
}
