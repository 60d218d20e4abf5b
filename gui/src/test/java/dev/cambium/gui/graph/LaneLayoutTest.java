package dev.cambium.gui.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The promises of the drawing, checked on numbers: no canvas and no toolkit is needed. */
@NullUnmarked
class LaneLayoutTest {

    private static final double WIDTH = 916;
    private static final double NOW_X = 700;

    /** About the widths of Inter at the sizes used; the rules must hold for any. */
    private static double nameWidth(Branch branch) {
        return branch.name().length() * 7.2;
    }

    private static final double DETAIL = 92;

    private final Instant now = Instant.now();

    private LaneLayout layout(MemoryEngine engine) {
        List<Branch> branches = engine.branches().list(engine.projects().list().getFirst().id());
        Instant oldest =
                branches.stream().map(Branch::createdAt).min(Instant::compareTo).orElseThrow();
        TimeScale scale = TimeScale.fitting(oldest, now, 40, NOW_X);
        return LaneLayout.of(LaneOrder.of(branches), scale, NOW_X, 756);
    }

    private Lane lane(LaneLayout layout, String name) {
        return layout.lanes().stream()
                .filter(lane -> lane.branch().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aChildLeavesItsParentWhereItWasMade() {
        LaneLayout layout = layout(Samples.shop());
        Lane main = lane(layout, "main");
        Lane alice = lane(layout, "dev/alice");
        Instant oldest = main.branch().createdAt();
        double expected = TimeScale.fitting(oldest, now, 40, NOW_X).x(alice.branch().createdAt());
        assertThat(alice.forkX()).isCloseTo(expected, within(0.5));
        assertThat(alice.startX()).isCloseTo(expected + LaneLayout.CURVE_WIDTH, within(0.5));
        assertThat(alice.parentY()).isEqualTo(main.y());
        assertThat(alice.y()).isGreaterThan(main.y());
    }

    @Test
    void theLabelOfTheLastLaneStandsAboveTheButtonsInTheCorner() {
        LaneLayout layout = layout(Samples.shop());
        double label = layout.lanes().getLast().y() + LabelPlacer.BELOW_LANE + 6;
        // The buttons are 30 pixels high, and 12 above the edge.
        assertThat(label).isLessThan(Math.max(layout.height(), 756) - 42);
    }

    @Test
    void aGrandchildLeavesItsOwnParent() {
        LaneLayout layout = layout(Samples.shop());
        assertThat(lane(layout, "preview/pr-142").parentY()).isEqualTo(lane(layout, "dev/bob").y());
    }

    @Test
    void aResetDoesNotMoveTheLane() {
        Lane bob = lane(layout(Samples.shop()), "dev/bob");
        assertThat(bob.branch().lastResetAt()).isNotNull();
        assertThat(LaneOrder.branchedAt(bob.branch())).isEqualTo(bob.branch().createdAt());
    }

    @Test
    void theDefaultBranchComesFirstAndTheYoungestChildNext() {
        assertThat(layout(Samples.shop()).lanes())
                .extracting(lane -> lane.branch().name())
                .startsWith("main", "ci-8852")
                .endsWith("main_old_11:58");
    }

    @Test
    void aBranchWhoseParentIsUnknownIsARoot() {
        MemoryEngine engine = new MemoryEngine();
        String project = engine.addProject("p", now).id();
        engine.addBranch(project, "orphan", "br-gone", now.minusSeconds(500), "asleep");
        assertThat(layout(engine).lanes()).singleElement().matches(lane -> !lane.hasParent());
    }

    @Test
    void kindsFollowNames() {
        assertThat(layout(Samples.shop()).lanes())
                .filteredOn(lane -> lane.kind() == BranchKind.BACKUP)
                .extracting(lane -> lane.branch().name())
                .containsExactly("main_old_11:58");
    }

    @Test
    void noLaneGoesBeyondNow() {
        for (Lane lane : layout(Samples.forest(500, 1)).lanes()) {
            assertThat(lane.startX()).isLessThanOrEqualTo(NOW_X);
            assertThat(lane.forkX()).isLessThanOrEqualTo(lane.startX());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noCurveCrossesALane(long seed) {
        LaneLayout layout = layout(Samples.forest(500, seed));
        for (Lane child : layout.lanes()) {
            for (int row = child.parentRow() + 1; child.hasParent() && row < child.row(); row++) {
                Lane between = layout.lanes().get(row);
                assertThat(between.startX())
                        .as(
                                "seed %d: %s passes %s",
                                seed, child.branch().name(), between.branch().name())
                        .isGreaterThanOrEqualTo(child.dropX());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void labelsCollideNeitherWithCurvesNorWithEachOther(long seed) {
        LaneLayout layout = layout(Samples.forest(500, seed));
        List<Box> boxes = new ArrayList<>();
        for (Lane lane : layout.lanes()) {
            Label label = place(layout, lane);
            assertThat(label).as("label of %s", lane.branch().name()).isNotNull();
            assertThat(label.right()).isLessThanOrEqualTo(WIDTH);
            boxes.add(Box.of(label));
        }
        for (Lane child : layout.lanes()) {
            for (Box box : boxes) {
                boolean besideDrop =
                        !child.hasParent()
                                || box.bottom < child.parentY()
                                || box.top > child.y()
                                || box.right < child.dropX() - 2
                                || box.left > child.dropX() + 2;
                assertThat(besideDrop)
                        .as("seed %d: the curve of %s and %s", seed, child.branch().name(), box)
                        .isTrue();
                boolean besideLane =
                        box.bottom < child.y() - 2
                                || box.top > child.y() + 2
                                || box.right < child.startX()
                                || box.left > child.endX();
                assertThat(besideLane)
                        .as("seed %d: the lane of %s and %s", seed, child.branch().name(), box)
                        .isTrue();
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = i + 1; j < boxes.size(); j++) {
                assertThat(boxes.get(i).touches(boxes.get(j)))
                        .as("seed %d: %s and %s", seed, boxes.get(i), boxes.get(j))
                        .isFalse();
            }
        }
    }

    private static Label place(LaneLayout layout, Lane lane) {
        return new LabelPlacer(0, WIDTH, NOW_X, WIDTH - NOW_X, layout.rowHeight())
                .place(lane, layout.forks(lane.row()), nameWidth(lane.branch()), DETAIL);
    }

    @Test
    void aLabelStaysInViewWhenItsLaneBeganBefore() {
        LaneLayout layout = layout(Samples.shop());
        Lane bob = lane(layout, "dev/bob");
        Label label =
                new LabelPlacer(bob.startX() + 100, WIDTH, NOW_X, 200, layout.rowHeight())
                        .place(bob, layout.forks(bob.row()), 40, 60);
        assertThat(label).isNotNull();
        assertThat(label.x()).isEqualTo(bob.startX() + 100 + LabelPlacer.INDENT);
    }

    @Test
    void aBranchMadeJustNowHasItsWordsBesideItsEnd() {
        LaneLayout layout = layout(Samples.shop());
        Lane young = lane(layout, "ci-8852");
        Label label = place(layout, young);
        assertThat(label.x()).isGreaterThan(young.endX());
        assertThat(label.detailWidth()).isEqualTo(DETAIL);
    }

    @Test
    void aLongNameIsCutBeforeItsState() {
        LaneLayout layout = layout(Samples.shop());
        Lane young = lane(layout, "ci-8852");
        Label label =
                new LabelPlacer(0, WIDTH, NOW_X, 200, layout.rowHeight())
                        .place(young, new double[0], 900, DETAIL);
        assertThat(label.nameWidth()).isLessThan(900);
        assertThat(label.detailWidth()).isEqualTo(DETAIL);
    }

    @Test
    void fiveHundredBranchesAreLaidOutWithinAFrame() {
        MemoryEngine engine = Samples.forest(500, 9);
        layout(engine);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long began = System.nanoTime();
            LaneLayout layout = layout(engine);
            best = Math.min(best, System.nanoTime() - began);
            assertThat(layout.lanes()).hasSize(500);
        }
        // A busy machine is slow; a quadratic layout would still be far beyond this.
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    }

    private record Box(double left, double top, double right, double bottom) {

        static Box of(Label label) {
            return new Box(
                    label.x(),
                    Math.min(label.baseline(), label.detailBaseline()) - 9,
                    label.right(),
                    Math.max(label.baseline(), label.detailBaseline()) + 2);
        }

        boolean touches(Box other) {
            return left < other.right
                    && other.left < right
                    && top < other.bottom
                    && other.top < bottom;
        }
    }
}
