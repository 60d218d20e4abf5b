package dev.cambium.gui.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class UnderWayTest {

    private final MemoryEngine engine = Samples.shop();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);
    private final List<String> troubles = new ArrayList<>();
    private final UnderWay underWay = new UnderWay(workspace);

    @BeforeEach
    void connect() {
        workspace.connect();
    }

    private String begin(String action, boolean cancellable) {
        underWay.begin();
        String id = engine.running(action, engine.find("qa/metrics"), cancellable);
        runner.letTimePass();
        return id;
    }

    @Test
    void whatRanBeforeIsNotMeant() {
        underWay.begin();
        assertThat(underWay.words().get()).isEqualTo("Working…");
        assertThat(underWay.cancellable().get()).isFalse();
    }

    @Test
    void thePhaseAndTheShareAreTold() {
        String id = begin("create_branch", true);
        assertThat(underWay.words().get()).isEqualTo("The engine is at work: create branch");
        engine.tell("operation.progress", null, null, id, "emptied database shop", 0.5);
        assertThat(underWay.words().get())
                .isEqualTo("The engine is at work: create branch, emptied database shop, 50 %");
        assertThat(underWay.cancellable().get()).isTrue();
    }

    @Test
    void whatIsCancelledEnds() {
        begin("import_data", true);
        underWay.cancel(troubles::add);
        runner.letTimePass();
        assertThat(underWay.cancellable().get()).isFalse();
        assertThat(underWay.words().get()).isEqualTo("Working…");
        assertThat(troubles).isEmpty();
    }

    @Test
    void whatCannotBeCancelledSaysSo() {
        begin("detach_parent_branch", false);
        assertThat(underWay.words().get()).endsWith("It cannot be cancelled at this step.");
        underWay.cancel(troubles::add);
        runner.letTimePass();
        assertThat(troubles).containsExactly("This cannot be cancelled.");
    }
}
