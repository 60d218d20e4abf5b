package dev.cambium.gui.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Tick;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class WorkspaceTest {

    private final MemoryEngine engine = Samples.shop();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);

    @Test
    void readsTheFirstProjectAndChoosesTheDefaultBranch() {
        workspace.connect();
        assertThat(workspace.engineStateProperty().get()).isEqualTo(EngineState.READY);
        assertThat(workspace.loadedProperty().get()).isTrue();
        assertThat(workspace.projectProperty().get().name()).isEqualTo("shop");
        assertThat(workspace.branches()).hasSize(9);
        assertThat(workspace.selectedProperty().get().name()).isEqualTo("main");
    }

    @Test
    void choosesTheBranchItWasAskedFor() {
        Workspace asked = new Workspace(() -> engine, runner, "dev/bob");
        asked.connect();
        assertThat(asked.selectedProperty().get().name()).isEqualTo("dev/bob");
    }

    @Test
    void anEngineWithoutProjectsIsLoadedAndEmpty() {
        MemoryEngine bare = new MemoryEngine();
        Workspace empty = new Workspace(() -> bare, runner, null);
        empty.connect();
        assertThat(empty.loadedProperty().get()).isTrue();
        assertThat(empty.projectProperty().get()).isNull();
    }

    @Test
    void anEventMakesOneReadingHoweverManyThereAre() {
        workspace.connect();
        String project = workspace.projectProperty().get().id();
        String main = workspace.selectedProperty().get().id();
        engine.branches().create(project, new NewBranch("dev/carol", main, true));
        engine.branches().create(project, new NewBranch("dev/dave", main, true));
        assertThat(workspace.branches()).hasSize(9);
        assertThat(runner.waiting()).isEqualTo(1);
        runner.letTimePass();
        assertThat(workspace.branches()).extracting(Branch::name).contains("dev/carol", "dev/dave");
    }

    @Test
    void progressIsShownWithoutReading() {
        workspace.connect();
        engine.tell("operation.progress", null, null, "op-c", "half", 0.5);
        assertThat(workspace.progress()).containsEntry("op-c", 0.5);
        assertThat(runner.waiting()).isZero();
        engine.tell("operation.finished", null, null, "op-c", "done", null);
        assertThat(workspace.progress()).isEmpty();
    }

    @Test
    void newTicksAreAddedToThoseKnown() {
        workspace.connect();
        int before = workspace.ticks().size();
        String main = workspace.selectedProperty().get().id();
        engine.addTick(new Tick(main, Instant.now(), "0/9", "wal", 77, ""));
        engine.tell("wal.written", null, main, null, "", null);
        runner.letTimePass();
        assertThat(workspace.ticks()).hasSize(before + 1).doesNotHaveDuplicates();
    }

    @Test
    void aBranchThatIsGoneGivesTheChoiceToTheDefaultOne() {
        Workspace asked = new Workspace(() -> engine, runner, "ci-8841");
        asked.connect();
        engine.branches().delete(asked.projectProperty().get().id(), "ci-8841");
        runner.letTimePass();
        assertThat(asked.selectedProperty().get().name()).isEqualTo("main");
    }

    @Test
    void aLostEngineIsSaidAndFoundAgainByItself() {
        workspace.connect();
        engine.goAway();
        assertThat(workspace.engineStateProperty().get()).isEqualTo(EngineState.LOST);
        assertThat(workspace.engineTroubleProperty().get()).contains("does not answer");
        assertThat(workspace.branches()).hasSize(9);
        runner.letTimePass();
        assertThat(workspace.engineStateProperty().get()).isEqualTo(EngineState.LOST);
        engine.comeBack();
        runner.letTimePass();
        assertThat(workspace.engineStateProperty().get()).isEqualTo(EngineState.READY);
        assertThat(workspace.engineTroubleProperty().get()).isEmpty();
    }

    @Test
    void anAnswerForAnotherProjectIsNotShown() {
        workspace.connect();
        Project other = engine.addProject("library", Instant.now());
        engine.addBranch(other.id(), "main", null, Instant.now(), "asleep");
        workspace.chooseProject(other);
        assertThat(workspace.branches())
                .singleElement()
                .extracting(Branch::projectId)
                .isEqualTo(other.id());
        assertThat(workspace.selectedProperty().get().projectId()).isEqualTo(other.id());
    }

    @Test
    void afterClosingNothingIsTriedAgain() {
        workspace.connect();
        workspace.close();
        engine.goAway();
        assertThat(runner.waiting()).isZero();
    }
}
