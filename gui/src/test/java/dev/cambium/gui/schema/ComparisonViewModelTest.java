package dev.cambium.gui.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Workspace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonViewModelTest {

    private final MemoryEngine engine = Samples.shop();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);
    private final ComparisonViewModel comparing = new ComparisonViewModel(workspace);

    @BeforeEach
    void connect() {
        workspace.connect();
        comparing.beginWith(engine.find("qa/metrics"));
    }

    @Test
    void whatIsAlikeIsSaidToBe() {
        comparing.compare();
        assertThat(comparing.comparingProperty().get()).isFalse();
        assertThat(comparing.statusProperty().get())
                .matches(
                        "No differences: dev/alice .*\\([0-9A-F/]+\\) → qa/metrics .*\\([0-9A-F/]+\\)");
        assertThat(comparing.refusedProperty().get()).isFalse();
        assertThat(comparing.foundProperty().get()).isNotNull();
    }

    @Test
    void whatTheEngineCannotCompareIsToldAsTroubleUntilTheNextIsAsked() {
        engine.goAway();
        comparing.compare();
        assertThat(comparing.refusedProperty().get()).isTrue();
        assertThat(comparing.foundProperty().get()).isNull();
        runner.holdAnswers();
        comparing.compare();
        assertThat(comparing.refusedProperty().get()).isFalse();
    }

    @Test
    void aStoppedComparisonFreesTheScreenAtOnceAndItsLateAnswerIsNotShown() {
        runner.holdAnswers();
        comparing.compare();
        assertThat(comparing.comparingProperty().get()).isTrue();
        comparing.stop();
        assertThat(comparing.comparingProperty().get()).isFalse();
        assertThat(comparing.statusProperty().get()).isEqualTo("The comparison was stopped.");
        assertThat(engine.schemas().cancelled).isEqualTo(engine.schemas().asked).hasSize(1);
        runner.answerNewestFirst();
        assertThat(comparing.statusProperty().get()).isEqualTo("The comparison was stopped.");
        assertThat(comparing.foundProperty().get()).isNull();
    }

    @Test
    void anotherCanBeginWhileTheStoppedOneIsStillAtItsEnd() {
        runner.holdAnswers();
        comparing.compare();
        comparing.stop();
        comparing.compare();
        assertThat(engine.schemas().asked).hasSize(2).doesNotHaveDuplicates();
        runner.answerNewestFirst();
        assertThat(comparing.comparingProperty().get()).isFalse();
        assertThat(comparing.foundProperty().get()).isNotNull();
    }

    @Test
    void whenTheEngineIsGoneStoppingSaysNothingMore() {
        runner.holdAnswers();
        comparing.compare();
        engine.goAway();
        comparing.stop();
        runner.answerNewestFirst();
        assertThat(comparing.statusProperty().get()).isEqualTo("The comparison was stopped.");
    }
}
