package dev.cambium.engine.compute;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class ServerSettingsTest {

    /** The WAL summarizer would stop at the hole of a new branch's WAL. */
    @ParameterizedTest
    @ValueSource(strings = {"summarize_wal", "Data_Directory", "recovery_target_time", "fsync"})
    void whatTheEngineKeepsToItselfIsRefusedByName(String name) {
        assertThatThrownBy(() -> requireAllowed(name))
                .isInstanceOf(ComputeException.class)
                .hasMessageContaining("'%s' is set by the engine itself".formatted(name));
    }

    @Test
    void otherSettingsAreAllowed() {
        assertThatCode(() -> requireAllowed("work_mem")).doesNotThrowAnyException();
    }

    private static void requireAllowed(String name) throws Exception {
        new ServerSettings(Map.of(name, "on"), List.of()).requireAllowedNames();
    }
}
