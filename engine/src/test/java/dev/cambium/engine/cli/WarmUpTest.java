package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void theLauncherCanLetItRunToItsEnd() {
        assertThatCode(() -> WarmUp.main(new String[0])).doesNotThrowAnyException();
    }
}
