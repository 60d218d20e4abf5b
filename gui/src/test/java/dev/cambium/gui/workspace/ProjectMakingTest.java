package dev.cambium.gui.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class ProjectMakingTest {

    private final MemoryEngine engine = Samples.shop();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);
    private final ProjectMaking making = new ProjectMaking(workspace);
    private final List<String> troubles = new ArrayList<>();

    @BeforeEach
    void connect() {
        workspace.connect();
    }

    private String begin(boolean cancellable) {
        making.begin("second");
        engine.addProject("second", Instant.now());
        String id = engine.running("create_project", engine.find("qa/metrics"), cancellable);
        runner.letTimePass();
        return id;
    }

    @Test
    void aProjectThatIsNotShownYetCanBeCancelled() {
        String id = begin(true);
        assertThat(making.cancellable().get()).isTrue();
        engine.tell("operation.progress", null, null, id, "preparing an empty Postgres", null);
        runner.letTimePass();
        assertThat(making.words().get())
                .isEqualTo("The engine is at work: create project, preparing an empty Postgres");
        making.cancel(troubles::add);
        runner.letTimePass();
        assertThat(making.cancellable().get()).isFalse();
        assertThat(troubles).isEmpty();
    }

    @Test
    void whatCannotBeCancelledSaysSo() {
        begin(false);
        assertThat(making.cancellable().get()).isFalse();
        assertThat(making.words().get()).endsWith("It cannot be cancelled at this step.");
        making.cancel(troubles::add);
        assertThat(troubles).containsExactly("It cannot be cancelled at this step.");
    }

    @Test
    void whatIsMadeIsNotAskedForAnyMore() {
        begin(true);
        making.end();
        assertThat(making.cancellable().get()).isFalse();
        assertThat(making.name()).isEmpty();
        runner.letTimePass();
        int waiting = runner.waiting();
        runner.letTimePass();
        assertThat(runner.waiting()).isEqualTo(waiting);
        assertThat(making.cancellable().get()).isFalse();
    }
}
