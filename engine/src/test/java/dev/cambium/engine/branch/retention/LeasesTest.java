package dev.cambium.engine.branch.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Samples;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.ImageKind;
import dev.cambium.engine.timeline.Opening;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.volume.CopyVolume;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Images that somebody opens stay, and go when the last one is done. */
class LeasesTest {

    private static final TimelineId MAIN = new TimelineId("tl-main");
    private static final TimelineId CHILD = new TimelineId("tl-child");
    private static final SealId SEAL = new SealId("sl-one");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Catalog catalog;
    private CopyVolume volume;
    private Leases leases;

    @BeforeEach
    void sealATimeline(@TempDir Path folder) throws IOException {
        catalog = Catalog.open(folder.resolve("catalog"));
        volume = CopyVolume.open(folder.resolve("copies"), "a test");
        WalFolders walFolders = new WalFolders(folder.resolve("wal"));
        Path made = Files.createDirectories(folder.resolve("initdb/global"));
        Files.write(made.resolve("pg_control"), new byte[8192]);
        volume.create(MAIN, made.getParent(), walFolders.create(MAIN));
        volume.seal(MAIN, SEAL);
        for (TimelineId timeline : List.of(MAIN, CHILD)) {
            catalog.commit(change -> change.put(Samples.timeline(timeline, "p1")));
        }
        leases =
                new Leases(
                        new EngineParts(
                                catalog,
                                null,
                                volume,
                                walFolders,
                                null,
                                new Opening(volume, walFolders),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                folder,
                                folder,
                                Clock.systemUTC()));
    }

    @AfterEach
    void close() throws Exception {
        volume.close();
        catalog.close();
    }

    @Test
    void whatIsLeasedStaysUntilTheLastLeaseHasEnded() throws Exception {
        Image image = noted(MAIN);
        Lease first = lease();
        Lease second = lease();
        assertThat(leases.remove(MAIN, List.of(image))).isZero();
        first.close();
        first.close(); // twice is once
        assertThat(leases.remove(MAIN, List.of(image))).isZero();
        assertThat(leases.removeAll(MAIN)).isFalse();
        assertThat(catalog.images(MAIN)).containsExactly(image);
        second.close();
        assertThat(volume.seals()).contains(SEAL);

        assertThat(leases.remove(MAIN, List.of(image))).isOne();
        assertThat(catalog.images(MAIN)).isEmpty();
        assertThat(volume.seals()).isEmpty();
        assertThat(leases.take(() -> catalog.images(MAIN).stream().findFirst(), new Lsn(500)))
                .isEmpty();
    }

    @Test
    void aSealThatWasTakenForALeaseGoesWithItUnlessItWasMadeToStay() throws Exception {
        try (Lease lease = leases.seal(MAIN, () -> image(MAIN))) {
            assertThat(lease.point().lsn()).isEqualTo(new Lsn(400));
            catalog.commit(change -> lease.birth(change, CHILD));
        }
        assertThat(volume.seals()).contains(SEAL);
        assertThat(catalog.imageCount(SEAL)).isEqualTo(2);
        SealId second = new SealId("sl-two");
        volume.seal(MAIN, second);
        leases.seal(MAIN, () -> image(MAIN, second)).close();
        assertThat(volume.seals()).containsExactly(SEAL);
    }

    @Test
    void aSealThatIsAnotherTimelinesImageStaysForThatOne() throws Exception {
        Image main = noted(MAIN);
        Image child = noted(CHILD);
        assertThat(leases.removeAll(MAIN)).isTrue();
        assertThat(volume.seals()).contains(SEAL);
        assertThat(catalog.images(CHILD)).containsExactly(child);
        try (Lease lease = lease()) {
            assertThat(lease.image()).isEqualTo(main); // the search says what it is
            assertThat(leases.remove(CHILD, List.of(child))).isZero(); // the same seal
        }
        assertThat(leases.removeAll(CHILD)).isTrue();
        assertThat(volume.seals()).isEmpty();
    }

    @Test
    void walStaysThatAFreshSealNeedsThoughNoRowNamesIt() throws Exception {
        Lsn checkpoint = new Lsn(350); // newer than the one that was frozen
        assertThat(leases.walNeeded(MAIN, checkpoint)).contains(checkpoint);
        try (Lease lease =
                leases.seal(
                        MAIN,
                        () -> {
                            assertThat(leases.walNeeded(MAIN, checkpoint)).isEmpty();
                            assertThat(leases.walNeeded(CHILD, checkpoint)).contains(checkpoint);
                            return image(MAIN);
                        })) {
            assertThat(leases.walNeeded(MAIN, checkpoint)).contains(lease.image().redo());
            assertThat(leases.walNeeded(CHILD, checkpoint)).contains(checkpoint);
            catalog.commit(change -> lease.birth(change, MAIN));
        }
        assertThat(leases.walNeeded(MAIN, checkpoint)).contains(new Lsn(200));
        assertThat(leases.remove(MAIN, catalog.images(MAIN))).isOne();
        assertThat(leases.walNeeded(MAIN, checkpoint)).contains(checkpoint);
    }

    @Test
    void walMayGoAgainAfterASealThatFailed() {
        Lsn checkpoint = new Lsn(350);
        assertThatThrownBy(
                        () ->
                                leases.seal(
                                        MAIN,
                                        () -> {
                                            throw new IOException("no space");
                                        }))
                .hasMessage("no space");
        assertThat(leases.walNeeded(MAIN, checkpoint)).contains(checkpoint);
    }

    private Lease lease() {
        return leases.take(() -> Optional.of(image(MAIN)), new Lsn(500)).orElseThrow();
    }

    private Image noted(TimelineId timeline) {
        Image image = image(timeline);
        catalog.commit(change -> change.put(image));
        return image;
    }

    private static Image image(TimelineId timeline) {
        return image(timeline, SEAL);
    }

    private static Image image(TimelineId timeline, SealId seal) {
        return new Image(
                seal, timeline, ImageKind.REST, new Lsn(200), new Lsn(400), new Lsn(300), NOON);
    }
}
