package dev.cambium.gui.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

class TimeScaleTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:30:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    @Test
    void putsTheOldestLeftAndNowRight() {
        TimeScale scale = TimeScale.fitting(NOW.minus(Duration.ofHours(4)), NOW, 40, 840);
        assertThat(scale.x(NOW.minus(Duration.ofHours(4)))).isCloseTo(40, within(1e-6));
        assertThat(scale.x(NOW)).isCloseTo(840, within(1e-6));
        assertThat(scale.x(NOW.minus(Duration.ofHours(2)))).isCloseTo(440, within(1e-6));
    }

    @Test
    void showsTwoMinutesOfAProjectMadeJustNow() {
        TimeScale scale = TimeScale.fitting(NOW, NOW, 40, 840);
        assertThat(scale.x(NOW)).isCloseTo(840, within(1e-6));
        assertThat(scale.time(40)).isEqualTo(NOW.minus(TimeScale.SHORTEST_SPAN));
    }

    @Test
    void readsBackTheMomentUnderAPoint() {
        TimeScale scale = TimeScale.fitting(NOW.minus(Duration.ofDays(7)), NOW, 40, 840);
        Instant moment = NOW.minus(Duration.ofMinutes(4321));
        assertThat(Duration.between(scale.time(scale.x(moment)), moment).abs())
                .isLessThan(Duration.ofMillis(1));
    }

    @Test
    void zoomKeepsThePointItIsDoneAround() {
        TimeScale scale = TimeScale.fitting(NOW.minus(Duration.ofHours(4)), NOW, 40, 840);
        Instant under = scale.time(300);
        TimeScale zoomed = scale.zoomedAround(300, 8);
        assertThat(zoomed.x(under)).isCloseTo(300, within(1e-3));
        assertThat(zoomed.x(NOW) - 300).isCloseTo(8 * (scale.x(NOW) - 300), within(1e-2));
    }

    @Test
    void gridLinesAreRoundMomentsFarEnoughApart() {
        for (Duration span :
                List.of(
                        Duration.ofMinutes(2),
                        Duration.ofHours(4),
                        Duration.ofDays(7),
                        Duration.ofDays(400))) {
            TimeScale scale = TimeScale.fitting(NOW.minus(span), NOW, 40, 840);
            List<TimeAxis.Mark> marks = TimeAxis.marks(scale, 0, 900, UTC);
            assertThat(marks).as("marks of %s", span).hasSizeBetween(2, 12);
            for (int i = 1; i < marks.size(); i++) {
                assertThat(marks.get(i).x() - marks.get(i - 1).x()).isGreaterThan(79);
            }
        }
    }

    @Test
    void gridLinesOfAMorningAreHalfHours() {
        Instant nine = Instant.parse("2026-11-20T09:00:00Z");
        TimeScale scale = TimeScale.fitting(nine, NOW, 40, 640);
        assertThat(TimeAxis.marks(scale, 40, 640, UTC))
                .extracting(TimeAxis.Mark::label)
                .containsExactly(
                        "09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30");
    }

    @Test
    void midnightSaysTheDate() {
        TimeScale scale =
                TimeScale.fitting(
                        Instant.parse("2026-11-19T20:00:00Z"),
                        Instant.parse("2026-11-20T04:00:00Z"),
                        0,
                        800);
        assertThat(TimeAxis.marks(scale, 0, 800, UTC))
                .filteredOn(TimeAxis.Mark::day)
                .extracting(TimeAxis.Mark::label)
                .containsExactly("20 Nov");
    }
}
