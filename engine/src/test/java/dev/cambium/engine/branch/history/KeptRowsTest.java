package dev.cambium.engine.branch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Samples;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.ImageKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;

/** Rows that are read at once for a list say what the catalog says, also after a commit. */
class KeptRowsTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final int BRANCHES = 12;

    private Catalog catalog;
    private KeptRows rows;

    @BeforeEach
    void makeBranches(@TempDir Path folder) {
        catalog = Catalog.open(folder);
        rows = new KeptRows(catalog);
        catalog.commit(
                change -> {
                    change.put(
                            new Project(
                                    "p1", "shop", 18, null, "me", null, 86_400, 1L << 30, NOON,
                                    NOON));
                    for (int i = 0; i < BRANCHES; i++) {
                        change.put(branch(i));
                        change.put(timeline(i, 0));
                        change.put(image(i, 0, 100));
                        change.appendTenure("br-" + i, timeline(i, 0).id(), NOON);
                    }
                });
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void aListOfManyGetsWhatEachWouldGetAlone() {
        for (int i = 0; i < BRANCHES; i++) {
            assertSameAsCatalog(rows.forBranches(1), i); // from the ninth on all rows are known
        }
        BranchRows all = rows.forBranches(BRANCHES);
        assertThat(all).isInstanceOf(BranchRows.All.class).isSameAs(rows.forBranches(1));
        assertThat(all.tenures("br-unknown")).isEmpty();
        assertThat(all.timeline(new TimelineId("tl-unknown"))).isNull();
        assertThat(all.images(new TimelineId("tl-unknown"))).isEmpty();
        assertThat(all.ownSeals(new TimelineId("tl-unknown"))).isEmpty();
    }

    @Test
    void aCommitIsSeenByWhoeverAsksNext() {
        BranchRows before = rows.forBranches(BRANCHES);
        catalog.commit(
                change -> {
                    change.put(timeline(3, 1));
                    change.put(image(3, 1, 900));
                    change.put(image(3, 1, 700));
                    change.appendTenure("br-3", timeline(3, 1).id(), NOON.plusSeconds(60));
                    change.removeImages(timeline(4, 0).id());
                });
        for (int branches : new int[] {1, BRANCHES}) {
            BranchRows now = rows.forBranches(branches);
            assertThat(now).isNotSameAs(before);
            assertThat(now.tenures("br-3")).hasSize(2);
            assertThat(now.images(timeline(3, 1).id()))
                    .extracting(Image::end)
                    .containsExactly(new Lsn(700), new Lsn(900));
            assertThat(now.images(timeline(4, 0).id())).isEmpty();
            for (int i = 0; i < BRANCHES; i++) {
                assertSameAsCatalog(now, i);
            }
        }
    }

    private void assertSameAsCatalog(BranchRows found, int number) {
        TimelineId timeline = timeline(number, 0).id();
        assertThat(found.tenures("br-" + number)).isEqualTo(catalog.tenures("br-" + number));
        assertThat(found.timeline(timeline)).isEqualTo(catalog.timeline(timeline).orElseThrow());
        assertThat(found.images(timeline)).isEqualTo(catalog.images(timeline));
        assertThat(found.ownSeals(timeline)).isEqualTo(OwnSeals.of(catalog, timeline));
    }

    private static Branch branch(int number) {
        return new Branch(
                "br-" + number,
                "p1",
                "branch " + number,
                null,
                null,
                number == 0,
                false,
                BranchState.READY,
                "cli",
                20_000 + number,
                "ep-" + number,
                false,
                null,
                NOON,
                NOON,
                NOON,
                null,
                null);
    }

    private static Timeline timeline(int branch, int number) {
        return Samples.timeline(new TimelineId("tl-%d-%d".formatted(branch, number)), "p1");
    }

    private static Image image(int branch, int number, long end) {
        return new Image(
                new SealId("sl-%d-%d-%d".formatted(branch, number, end)),
                timeline(branch, number).id(),
                ImageKind.IMAGE,
                new Lsn(end - 50),
                new Lsn(end),
                new Lsn(end - 10),
                NOON);
    }
}
