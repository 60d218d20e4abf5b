package dev.cambium.gui.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Which branches have a lane. */
class LaneFilterTest {

    private final MemoryEngine engine = Samples.shop();
    private final List<Branch> all =
            engine.branches().list(engine.projects().list().getFirst().id());

    private String id(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow().id();
    }

    private List<String> names(LaneFilter filter) {
        return filter.of(all).stream().map(Branch::name).toList();
    }

    @Test
    void atFirstAllHaveOne() {
        assertThat(LaneFilter.ALL.of(all)).isEqualTo(all);
        assertThat(LaneFilter.ALL.all()).isTrue();
    }

    @Test
    void aHiddenBranchHasNone() {
        assertThat(names(LaneFilter.ALL.hiding(id("dev/bob"))))
                .doesNotContain("dev/bob")
                .contains("preview/pr-142");
    }

    @Test
    void kindsAreTakenAwayAndComeBack() {
        LaneFilter without = LaneFilter.ALL.with(BranchKind.CI, false);
        assertThat(names(without)).doesNotContain("ci-8841", "ci-8852").contains("main");
        assertThat(without.with(BranchKind.CI, true).all()).isTrue();
    }

    @Test
    void soloShowsAncestorsAndDescendants() {
        assertThat(names(LaneFilter.ALL.alone(id("dev/bob"))))
                .containsExactlyInAnyOrder("main", "dev/bob", "preview/pr-142");
    }
}
