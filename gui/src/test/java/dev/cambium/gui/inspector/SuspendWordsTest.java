package dev.cambium.gui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.EndpointDefaults;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SuspendWordsTest {

    private static EndpointDefaults project(long seconds) {
        return new EndpointDefaults(seconds, Map.of());
    }

    @Test
    void anOlderEngineTellsNoValue() {
        assertThat(SuspendWords.of(0, null)).isEqualTo("as the project");
    }

    @Test
    void whatTheBranchSetsGoesBeforeWhatTheProjectSets() {
        assertThat(SuspendWords.of(90, project(300))).isEqualTo("after 1 min 30 s idle");
        assertThat(SuspendWords.of(-1, project(300))).isEqualTo("never");
    }

    @Test
    void whatTheProjectSetsIsToldWithItsValue() {
        assertThat(SuspendWords.of(0, project(300))).isEqualTo("after 5 min idle (project)");
        assertThat(SuspendWords.of(0, project(-1))).isEqualTo("never (project)");
    }
}
