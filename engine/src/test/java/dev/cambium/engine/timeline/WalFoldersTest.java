package dev.cambium.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Together;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

class WalFoldersTest {

    private static final TimelineId MAIN = new TimelineId("tl-main");
    private static final TimelineId CHILD = new TimelineId("tl-child");
    private static final int SEGMENT = 1 << 20;

    @TempDir private Path root;
    private WalFolders folders;

    @BeforeEach
    void make() throws IOException {
        folders = new WalFolders(root);
        folders.create(MAIN);
        folders.create(CHILD);
    }

    @Test
    void aSegmentTakesWhatIsWrittenOfItAndIsLookedAtWhileItGrows() throws Exception {
        segment(MAIN, 1, SEGMENT);
        segment(MAIN, 2, SEGMENT);
        segment(MAIN, 3, 8192);
        Files.setLastModifiedTime(
                folders.of(MAIN), FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
        assertThat(folders.allocatedBytes(MAIN)).isEqualTo(2 * SEGMENT + 8192);

        try (RandomAccessFile file = new RandomAccessFile(path(MAIN, 3).toFile(), "rw")) {
            file.write(new byte[65_536]);
        }
        assertThat(folders.allocatedBytes(MAIN)).isEqualTo(2 * SEGMENT + 65_536);
    }

    @Test
    void whatComesOrGoesIsSeen() throws Exception {
        segment(MAIN, 1, SEGMENT);
        segment(MAIN, 2, SEGMENT);
        segment(MAIN, 3, SEGMENT);
        assertThat(folders.allocatedBytes(MAIN)).isEqualTo(3 * SEGMENT);
        Files.delete(path(MAIN, 1));
        assertThat(folders.allocatedBytes(MAIN)).isEqualTo(2 * SEGMENT);
    }

    @Test
    void segmentsThatAChildHasFromItsParentCountOnceAndAreNobodysOwn() throws Exception {
        segment(MAIN, 1, SEGMENT);
        segment(MAIN, 2, SEGMENT);
        Files.createLink(path(CHILD, 1), path(MAIN, 1));
        segment(CHILD, 2, 8192);

        assertThat(folders.together(Set.of(MAIN, CHILD)))
                .isEqualTo(new Together(2 * SEGMENT + 8192, 2 * SEGMENT + 8192));
        assertThat(folders.together(Set.of(CHILD))).isEqualTo(new Together(SEGMENT + 8192, 8192));
        assertThat(folders.together(Set.of(MAIN, new TimelineId("tl-none"))))
                .isEqualTo(new Together(2 * SEGMENT, SEGMENT));
    }

    /** Of full length, with so many bytes at its beginning, as Postgres makes them. */
    private void segment(TimelineId timeline, int number, int written) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path(timeline, number).toFile(), "rw")) {
            file.setLength(SEGMENT);
            file.write(new byte[written]);
        }
    }

    private Path path(TimelineId timeline, int number) {
        return folders.of(timeline).resolve("0000000100000000%08X".formatted(number));
    }
}
