package dev.cambium.gui.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.MomentRange;
import dev.cambium.gui.memory.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class ReachWordsTest {

    private static final Instant FROM = Instant.parse("2026-11-20T10:00:00Z");

    private final Branch main = Samples.shop().find("main");

    @Test
    void theRangeIsSaidBeforeAMomentIsRefused() {
        assertThat(ReachWords.of(main)).contains("only the present");
        Branch kept = with(span(300_000, 200_000));
        assertThat(ReachWords.of(kept)).contains("(0/2000000) to now (1/30)", "By time also");
        assertThat(ReachWords.problem(kept, null)).isEmpty();
        for (String inside : List.of("0/2000000", "1/0", FROM.toString(), "2026-11-20T09:56:00Z")) {
            assertThat(ReachWords.problem(kept, new PickedMoment(inside, ""))).isEmpty();
        }
        for (String outside : List.of("0/1FFFFFF", "2026-11-20T09:58:00Z")) {
            assertThat(ReachWords.problem(kept, new PickedMoment(outside, "")))
                    .contains("main cannot be opened at this moment");
        }
    }

    @Test
    void stretchesOfThePastBetweenWhichAResetLiesAreToldAsOne() {
        Branch kept = with(span(900_000, 800_000), span(300_000, 200_000), span(199_500, 1_000));
        assertThat(ReachWords.of(kept).split(" to ")).hasSize(4);
    }

    private Branch with(MomentRange.Span... earlier) {
        return Samples.withHistory(
                main,
                new MomentRange(
                        "0/2000000", FROM, "1/30", FROM.plusSeconds(600), List.of(earlier)));
    }

    /** So many milliseconds before what LSNs reach. */
    private static MomentRange.Span span(long from, long to) {
        return new MomentRange.Span(FROM.minusMillis(from), FROM.minusMillis(to));
    }
}
