package dev.cambium.engine.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LsnTest {

    @Test
    void isPrintedAsPostgresPrintsIt() {
        assertThat(Lsn.parse("16/B374D848")).hasToString("16/B374D848");
        assertThat(Lsn.parse("0/0")).isEqualTo(Lsn.ZERO);
    }

    @Test
    void isComparedWithoutSign() {
        assertThat(Lsn.parse("FFFFFFFF/0").isAfter(Lsn.parse("0/1"))).isTrue();
    }

    @Test
    void refusesWhatIsNoLsnWithAnExample() {
        assertThatThrownBy(() -> Lsn.parse("yesterday"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0/1A2B3C8");
    }
}
