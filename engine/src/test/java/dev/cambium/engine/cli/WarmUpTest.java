package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void theLauncherCanLetTheCommandLineRunToItsEnd() {
        assertThatCode(() -> WarmUp.main(new String[0])).doesNotThrowAnyException();
    }

    @Test
    void theLauncherCanLetHandingOverRunToItsEndWithAPlayedEngine() {
        assertThatCode(() -> HandOverWarmUp.main(new String[0])).doesNotThrowAnyException();
    }
}
