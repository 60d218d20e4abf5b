package dev.cambium.engine.branch.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

/** A port is one branch's as long as it is recorded, and nobody's when it is not needed. */
class PortChooserTest {

    private final Set<Integer> recorded = new HashSet<>();
    private final PortChooser ports =
            new PortChooser(PortChooserTest.class.hashCode(), () -> Set.copyOf(recorded));

    @Test
    void nobodyGetsAPortThatIsHandedOut() {
        assertThat(ports.choose()).isNotEqualTo(ports.choose());
    }

    @Test
    void aPortThatWasNotNeededIsChosenAgain() {
        int refused = ports.choose();
        ports.giveBack(refused);

        assertThat(ports.choose()).isEqualTo(refused);
    }

    @Test
    void aPortThatIsRecordedIsNotChosenThoughItIsGivenBack() {
        int first = ports.choose();
        recorded.add(first);
        ports.giveBack(first);
        assertThat(ports.choose()).isNotEqualTo(first);

        recorded.remove(first);
        assertThat(ports.choose()).as("its branch is gone").isEqualTo(first);
    }

    @Test
    void aPortThatIsKeptIsNotChosen() {
        int kept = ports.choose();
        ports.giveBack(kept);
        ports.keep(kept);

        assertThat(ports.choose()).isNotEqualTo(kept);
    }
}
