package dev.cambium.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.WalSegments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class WalRemovalTest {

    private static final WalSegments SEGMENTS = new WalSegments(1 << 20);

    @TempDir private Path folder;

    @Test
    void segmentsThatEndBeforeThePositionGoAndNothingElse() throws Exception {
        Path child = Files.createDirectory(folder.resolve("child"));
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.createDirectories(own.resolve("archive_status"));
        Files.writeString(own.resolve("00000002.history"), "history");
        for (long number = 1; number <= 5; number++) {
            Files.writeString(own.resolve(SEGMENTS.nameOf(number)), "segment " + number);
        }
        Files.createLink(child.resolve(SEGMENTS.nameOf(1)), own.resolve(SEGMENTS.nameOf(1)));

        assertThat(WalRemoval.below(own, SEGMENTS, SEGMENTS.startOf(3))).isEqualTo(2);
        assertThat(WalRemoval.below(own, SEGMENTS, SEGMENTS.startOf(4).plus(-1))).isZero();
        assertThat(WalRemoval.below(own, SEGMENTS, Lsn.ZERO)).isZero();

        assertThat(SEGMENTS.list(own))
                .extracting(WalSegments.Segment::number)
                .containsExactly(3L, 4L, 5L);
        assertThat(own.resolve("00000002.history")).exists();
        assertThat(own.resolve("archive_status")).exists();
        assertThat(child.resolve(SEGMENTS.nameOf(1))).hasContent("segment 1");
    }
}
