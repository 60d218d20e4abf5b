package dev.cambium.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

class SightTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Stretch DAY = new Stretch(NOW.minus(Duration.ofHours(24)), NOW);

    @Test
    void everythingIsShownAtFirstAndFollowsNow() {
        assertThat(Sight.ALL.shown(DAY)).isEqualTo(DAY);
        assertThat(Sight.ALL.followsNow()).isTrue();
    }

    @Test
    void zoomingKeepsTheMomentUnderThePointerWhereItIs() {
        Random random = new Random(11);
        Sight sight = Sight.ALL;
        for (int i = 0; i < 500; i++) {
            Stretch before = sight.shown(DAY);
            double share = random.nextDouble();
            Instant under = at(before, share);
            Sight next = sight.zoomed(DAY, under, random.nextDouble() < 0.7 ? 1.3 : 0.8);
            Stretch after = next.shown(DAY);
            assertThat(DAY.holds(after.from()) && DAY.holds(after.to())).as("seed 11").isTrue();
            boolean atEdge = after.from().equals(DAY.from()) || next.followsNow();
            if (!atEdge) {
                assertThat(Duration.between(at(after, share), under).abs())
                        .as("seed 11, step %s", i)
                        .isLessThan(after.length().dividedBy(100));
            }
            sight = next;
        }
    }

    private static Instant at(Stretch stretch, double share) {
        return stretch.from().plusNanos(Math.round(stretch.length().toNanos() * share));
    }

    @Test
    void zoomingAroundNowGoesOnFollowingNow() {
        Sight close = Sight.ALL.zoomed(DAY, NOW, 24);
        assertThat(close.followsNow()).isTrue();
        assertThat(close.shown(DAY).length()).isEqualTo(Duration.ofHours(1));
        Stretch later = new Stretch(DAY.from(), NOW.plusSeconds(60));
        assertThat(close.shown(later).to()).isEqualTo(NOW.plusSeconds(60));
        assertThat(close.shown(later).length()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void zoomingOutEndsAtEverythingAndInAtASecond() {
        Sight close = Sight.ALL.zoomed(DAY, NOW.minusSeconds(7200), 1e9);
        assertThat(close.shown(DAY).length()).isEqualTo(Duration.ofSeconds(1));
        assertThat(close.zoomed(DAY, NOW, 1e-9)).isEqualTo(Sight.ALL);
    }

    @Test
    void panningStopsAtBothEnds() {
        Sight hour = Sight.ALL.zoomed(DAY, NOW, 24);
        assertThat(hour.panned(DAY, -2).shown(DAY).to()).isEqualTo(NOW.minus(Duration.ofHours(2)));
        assertThat(hour.panned(DAY, -100).shown(DAY).from()).isEqualTo(DAY.from());
        assertThat(hour.panned(DAY, -2).panned(DAY, 50).followsNow()).isTrue();
        assertThat(Sight.ALL.panned(DAY, -3)).isEqualTo(Sight.ALL);
    }

    @Test
    void aMomentOutOfViewIsBroughtIntoIt() {
        Sight hour = Sight.ALL.zoomed(DAY, NOW, 24);
        Instant wanted = NOW.minus(Duration.ofHours(10));
        assertThat(hour.shown(DAY).holds(wanted)).isFalse();
        Sight moved = hour.revealing(DAY, wanted);
        assertThat(moved.shown(DAY).holds(wanted)).isTrue();
        assertThat(moved.shown(DAY).length()).isEqualTo(Duration.ofHours(1));
        assertThat(moved.revealing(DAY, wanted)).isEqualTo(moved);
        assertThat(moved.revealing(DAY, NOW).followsNow()).isTrue();
    }

    @Test
    void slicesStayWhereTheyAreWhileTimeGoesOn() {
        Duration step = DAY.step(200);
        assertThat(DAY.length().toMillis() / step.toMillis()).isBetween(60L, 200L);
        Stretch first = DAY.aligned(step);
        Stretch later = new Stretch(DAY.from().plusSeconds(7), NOW.plusSeconds(7)).aligned(step);
        assertThat(Duration.between(first.from(), later.from()).toMillis() % step.toMillis())
                .isZero();
        assertThat(first.holds(DAY.from()) && first.holds(DAY.to())).isTrue();
        assertThat(first.steps(step)).isBetween(60, 202);
    }

    @Test
    void decadesHaveAStepToo() {
        Stretch decades = new Stretch(NOW.minus(Duration.ofDays(20_000)), NOW);
        Duration step = decades.step(50);
        assertThat(decades.aligned(step).steps(step)).isBetween(20, 52);
    }
}
