package dev.cambium.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ThinningTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long DISTANCE = 256;

    @Test
    void nothingGoesWhileNothingIsSuperfluous() {
        assertThat(gone(List.of(), NOON)).isEmpty();
        assertThat(gone(List.of(image(0, 10, 0)), NOON.plusSeconds(99))).isEmpty();
        List<Image> far = List.of(image(0, 10, 0), image(200, 210, 1), image(400, 410, 2));
        assertThat(gone(far, NOON.minusSeconds(1))).isEmpty();
    }

    @Test
    void betweenNeighboursThatAreNearAllGo() {
        List<Image> near =
                List.of(image(0, 10, 0), image(20, 30, 1), image(40, 50, 2), image(200, 256, 3));
        assertThat(gone(near, NOON.minusSeconds(1))).containsExactly(near.get(1), near.get(2));
    }

    @Test
    void beyondTheWindowOnlyTheOneStaysThatItsBeginOpensFrom() {
        List<Image> images = List.of(image(0, 10, 0), image(1000, 1010, 10), image(2000, 2010, 20));
        assertThat(gone(images, NOON.plusSeconds(15))).containsExactly(images.get(0));
        assertThat(gone(images, NOON.plusSeconds(10))).containsExactly(images.get(0));
        assertThat(gone(images, NOON.plusSeconds(9))).isEmpty();
        assertThat(gone(images, NOON.plusSeconds(99)))
                .containsExactly(images.get(0), images.get(1));
    }

    @RepeatedTest(50)
    void everyMomentOfTheWindowStillOpensAndNoneFromFartherThanAllowed() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Image> images = new ArrayList<>();
        long end = 0;
        for (int i = 0; i < 1 + random.nextInt(60); i++) {
            long redo = end + random.nextInt(60);
            end = redo + random.nextInt(60);
            images.add(image(redo, end, i));
        }
        Instant begins = NOON.plusSeconds(random.nextInt(80) - 10);
        List<Image> kept = new ArrayList<>(images);
        kept.removeAll(gone(images, begins));

        assertThat(kept).as("seed %d", seed).isNotEmpty().contains(images.getLast());
        for (Image image : images) {
            if (image.createdAt().isAfter(begins)) {
                for (long point : new long[] {image.end().value(), image.end().value() + 20}) {
                    Image from = newestBefore(kept, point);
                    Image before = newestBefore(images, point);
                    long replay = point - from.redo().value();
                    assertThat(replay <= DISTANCE + 20 || from.equals(before))
                            .as("seed %d: %d from %s", seed, point, from)
                            .isTrue();
                }
            }
        }
    }

    private static Image newestBefore(List<Image> images, long point) {
        return images.stream()
                .filter(image -> image.end().value() <= point)
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private static List<Image> gone(List<Image> images, Instant windowBegins) {
        return Thinning.superfluous(images, windowBegins, DISTANCE);
    }

    private static Image image(long redo, long end, int second) {
        return new Image(
                new SealId("sl-%012d".formatted(end * 1000 + second)),
                new TimelineId("tl-one"),
                ImageKind.IMAGE,
                new Lsn(redo),
                new Lsn(end),
                new Lsn(redo),
                NOON.plusSeconds(second));
    }
}
