package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.Lsn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class WalSegmentsTest {

    @TempDir Path folder;

    @Test
    void namesFilesAsPostgresDoes() {
        WalSegments usual = new WalSegments(16 << 20);
        assertThat(usual.nameOf(Lsn.parse("0/1000000"))).isEqualTo("000000010000000000000001");
        assertThat(usual.nameOf(Lsn.parse("1/FFFFFFFF"))).isEqualTo("0000000100000001000000FF");
        assertThat(usual.nameOf(Lsn.parse("FFFFFFFF/FFFFFFFF")))
                .isEqualTo("00000001FFFFFFFF000000FF");
        WalSegments small = new WalSegments(1 << 20);
        assertThat(small.nameOf(Lsn.parse("2/FFFFFFFF"))).isEqualTo("000000010000000200000FFF");
        WalSegments large = new WalSegments(1 << 30);
        assertThat(large.nameOf(Lsn.parse("2/FFFFFFFF"))).isEqualTo("000000010000000200000003");
    }

    @Test
    void findsTheNumberOfEachNameAgain() {
        for (int size = 1 << 20; size > 0 && size <= 1 << 30; size <<= 1) {
            WalSegments segments = new WalSegments(size);
            for (String text : new String[] {"0/0", "0/1000000", "3/FFFFFFFF", "FFFFFFFF/0"}) {
                long number = segments.numberOf(Lsn.parse(text));
                assertThat(segments.numberOf(segments.nameOf(number))).isEqualTo(number);
                assertThat(segments.startOf(number).isAfter(Lsn.parse(text))).isFalse();
                assertThat(Lsn.parse(text).minus(segments.startOf(number))).isLessThan(size);
            }
        }
    }

    @Test
    void listsOnlySegmentsInOrder() throws Exception {
        WalSegments segments = new WalSegments(16 << 20);
        for (String name :
                new String[] {
                    "000000010000000100000000",
                    "0000000100000000000000FF",
                    "000000010000000000000100",
                    "00000001.history",
                    "000000010000000000000003.partial",
                    "000000020000000000000004",
                    "xlogtemp.123"
                }) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(segments.list(folder).stream().map(segment -> segment.number()))
                .containsExactly(255L, 256L);
    }

    @Test
    void refusesWhatIsNoSegmentSize() {
        assertThatThrownBy(() -> new WalSegments(3 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("powers of two");
    }
}
