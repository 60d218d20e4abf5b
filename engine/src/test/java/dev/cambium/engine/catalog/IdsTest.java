package dev.cambium.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

class IdsTest {

    @Test
    void areShapedLikeNeons() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(Ids.branch()).matches("br-[a-z]+-[a-z]+-[a-z0-9]{8}");
            assertThat(Ids.endpoint()).matches("ep-[a-z]+-[a-z]+-[a-z0-9]{8}");
            assertThat(Ids.project()).matches("[a-z]+-[a-z]+-[0-9]{8}");
            assertThat(Ids.timeline().value()).matches("tl-[0-9a-f]{12}");
            assertThat(Ids.seal().value()).matches("sl-[0-9a-f]{12}");
            assertThat(Ids.password()).matches("[A-Za-z0-9]{24}");
        }
    }

    @Test
    void doNotRepeat() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(Ids.branch())).isTrue();
        }
    }
}
