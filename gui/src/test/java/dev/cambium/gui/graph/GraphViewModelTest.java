package dev.cambium.gui.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Workspace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class GraphViewModelTest {

    private final MemoryEngine engine = Samples.shop();
    private final Workspace workspace = new Workspace(() -> engine, new DirectTaskRunner(), null);
    private GraphViewModel graph;

    @BeforeEach
    void connect() {
        workspace.connect();
        graph = new GraphViewModel(workspace);
    }

    private String selected() {
        return graph.selectedProperty().get().name();
    }

    @Test
    void keysMoveBetweenLanesAndStopAtTheEnds() {
        assertThat(selected()).isEqualTo("main");
        graph.moveSelection(-1);
        assertThat(selected()).isEqualTo("main");
        graph.moveSelection(1);
        assertThat(selected()).isEqualTo("ci-8852");
        graph.moveSelection(100);
        assertThat(selected()).isEqualTo("main_old_11:58");
    }

    @Test
    void keysMoveAlongTheTree() {
        workspace.select(
                workspace.branches().stream()
                        .filter(each -> each.name().equals("preview/pr-142"))
                        .findFirst()
                        .orElseThrow()
                        .id());
        graph.moveToParent();
        assertThat(selected()).isEqualTo("dev/bob");
        graph.moveToChild();
        assertThat(selected()).isEqualTo("preview/pr-142");
        graph.moveToChild();
        assertThat(selected()).isEqualTo("preview/pr-142");
    }

    @Test
    void searchCountsAndGoesRound() {
        graph.searchProperty().set(" PREVIEW ");
        assertThat(graph.searchResult()).isEqualTo("2 of 9");
        graph.selectNextMatch();
        String first = selected();
        graph.selectNextMatch();
        String second = selected();
        graph.selectNextMatch();
        assertThat(first).startsWith("preview/").isNotEqualTo(second);
        assertThat(selected()).isEqualTo(first);
    }

    @Test
    void searchTellsOfMatchesThatAreHidden() {
        graph.searchProperty().set("preview");
        graph.selectNextMatch();
        graph.hide(
                workspace.branches().stream()
                        .filter(branch -> branch.name().equals("preview/pr-142"))
                        .findFirst()
                        .orElseThrow());
        assertThat(graph.searchResult()).isEqualTo("1 of 8, 1 hidden");
    }

    @Test
    void searchThatFindsNothingLeavesTheChoice() {
        graph.searchProperty().set("nothing like it");
        graph.selectNextMatch();
        assertThat(graph.searchResult()).isEqualTo("0 of 9");
        assertThat(selected()).isEqualTo("main");
    }

    @Test
    void zoomKeepsTheMomentUnderThePointer() {
        Instant under = graph.scale(40, 840).time(300);
        graph.zoomAround(300, 4, 40, 840);
        assertThat(graph.zoomProperty().get()).isEqualTo(4);
        assertThat(Duration.between(graph.scale(40, 840).time(300), under).abs())
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void zoomingOutEndsAtEverything() {
        graph.zoomAround(300, 4, 40, 840);
        graph.zoomAround(300, 0.01, 40, 840);
        assertThat(graph.zoomProperty().get()).isEqualTo(1);
        assertThat(graph.rightEdgeProperty().get()).isNull();
    }

    @Test
    void panningToTheFutureStaysAtNow() {
        graph.zoomAround(300, 4, 40, 840);
        graph.pan(-100_000, 40, 840);
        assertThat(graph.rightEdgeProperty().get()).isNull();
        graph.pan(200, 40, 840);
        assertThat(graph.scale(40, 840).x(graph.nowProperty().get())).isCloseTo(1040, within(1.0));
    }

    @Test
    void aScreenReaderHearsTheLane() {
        assertThat(graph.spoken(graph.selectedProperty().get()))
                .isEqualTo("main, root branch, running · protected · 2.1 GB · alice, lane 1 of 9");
    }
}
