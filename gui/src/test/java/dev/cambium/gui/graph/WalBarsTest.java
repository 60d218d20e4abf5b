package dev.cambium.gui.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Tick;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

@NullUnmarked
class WalBarsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private final TimeScale scale = TimeScale.fitting(NOW.minus(Duration.ofHours(1)), NOW, 0, 600);

    private static Tick tick(String branch, long secondsAgo, long bytes) {
        return new Tick(branch, NOW.minusSeconds(secondsAgo), "0/1", "wal", bytes, "");
    }

    @Test
    void ticksOfOneSliceAreOneBar() {
        Map<String, List<WalBars.Bar>> bars =
                WalBars.of(List.of(tick("a", 1800, 100), tick("a", 1799, 50)), scale, 0, 600);
        assertThat(bars.get("a"))
                .singleElement()
                .satisfies(bar -> assertThat(bar.walBytes()).isEqualTo(150));
    }

    @Test
    void theTallestBarIsTheOneThatWroteMost() {
        Map<String, List<WalBars.Bar>> bars =
                WalBars.of(List.of(tick("a", 1800, 8000), tick("b", 900, 1000)), scale, 0, 600);
        assertThat(bars.get("a").getFirst().share()).isEqualTo(1);
        assertThat(bars.get("b").getFirst().share()).isBetween(0.49, 0.51);
    }

    @Test
    void whatIsOutOfViewOrWroteNothingHasNoBar() {
        Tick reset = new Tick("a", NOW.minusSeconds(60), null, "reset", 0, "");
        assertThat(WalBars.of(List.of(tick("a", 7200, 100), reset), scale, 0, 600)).isEmpty();
    }
}
