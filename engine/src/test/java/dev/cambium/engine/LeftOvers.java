package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalWalker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an engine that has ended may leave behind: what its catalog knows, and nothing else. */
final class LeftOvers {

    private static final int SEGMENT_BYTES = 4 << 20;

    private LeftOvers() {}

    /** Fails if there is a process, a mount, or files of a timeline or seal that nothing names. */
    static void assertNone(Path home) throws IOException {
        assertThat(DaemonProcess.processesBelow(home)).isEmpty();
        assertThat(DaemonProcess.mountsBelow(home)).isEmpty();
        HomeLayout layout = new HomeLayout(home);
        assertThat(layout.lostAndFound()).doesNotExist();
        Path volume = Files.exists(layout.layers()) ? layout.layers() : layout.copies();
        try (Catalog catalog = Catalog.open(layout.catalog())) {
            List<Timeline> timelines = catalog.timelines();
            Set<String> withFiles =
                    ids(
                            timelines.stream()
                                    .filter(one -> one.state() != TimelineState.SNAPSHOT)
                                    .toList());
            assertThat(catalog.operations().running()).isEmpty();
            Set<String> seals = sealsOfWholeImages(catalog, new WalFolders(layout.wal()));
            assertThat(names(layout.wal())).isEqualTo(ids(timelines));
            assertThat(names(volume.resolve("timelines"))).isEqualTo(withFiles);
            assertThat(names(volume.resolve("seals"))).isEqualTo(seals);
        }
    }

    /** Every image has all WAL from its redo position to its end, and every timeline has one. */
    private static Set<String> sealsOfWholeImages(Catalog catalog, WalFolders walFolders)
            throws IOException {
        Set<String> seals = new HashSet<>();
        for (Timeline timeline : catalog.timelines()) {
            assertThat(catalog.images(timeline.id())).as("images of %s", timeline).isNotEmpty();
            for (Image image : catalog.images(timeline.id())) {
                WalEnd end =
                        WalWalker.findEnd(
                                walFolders.of(timeline.id()), SEGMENT_BYTES, image.redo());
                assertThat(end.endLsnExclusive()).isGreaterThanOrEqualTo(image.end());
                seals.add(image.seal().value());
            }
        }
        return seals;
    }

    private static Set<String> ids(List<Timeline> timelines) {
        return timelines.stream().map(one -> one.id().value()).collect(Collectors.toSet());
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.contains("-template-"))
                    .collect(Collectors.toSet());
        }
    }
}
