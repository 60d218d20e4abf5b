package dev.cambium.engine.branch.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.operation.Refusal;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicBoolean;

/** Which runs are asked to end. */
class RunsUnderWayTest {

    private final RunsUnderWay runs = new RunsUnderWay();

    @Test
    void aRunIsFoundByItsNameThoughAnotherOneOfThatNameHasComeAndGone() {
        AtomicBoolean first = runs.begin("project", "safe");
        AtomicBoolean second = runs.begin("project", "safe");
        runs.end(second);
        runs.cancel("project", "safe");
        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void runsOfOtherNamesAndProjectsGoOn() {
        AtomicBoolean asked = runs.begin("project", "safe");
        AtomicBoolean otherName = runs.begin("project", "small");
        AtomicBoolean otherProject = runs.begin("another", "safe");
        runs.cancel("project", "safe");
        assertThat(asked).isTrue();
        assertThat(otherName).isFalse();
        assertThat(otherProject).isFalse();
        runs.end(asked);
        assertThatThrownBy(() -> runs.cancel("project", "safe"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("No anonymization of 'safe'");
    }
}
