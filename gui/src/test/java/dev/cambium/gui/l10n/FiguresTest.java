package dev.cambium.gui.l10n;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KB",
        "655360, 640 KB",
        "1048575, 1 MB",
        "12582912, 12 MB",
        "3355443, 3.2 MB",
        "2254857830, 2.1 GB",
        "-5, 0 B"
    })
    void sizesAreShort(long bytes, String words) {
        assertThat(Figures.size(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "12, 12 ms",
        "1340, 1.3 s",
        "125000, 2 min 5 s",
        "300000, 5 min",
        "5400000, 1 h 30 min"
    })
    void durationsHaveAtMostTwoUnits(long millis, String words) {
        assertThat(Figures.duration(Duration.ofMillis(millis))).isEqualTo(words);
    }

    @Test
    void agesAreToldInOneUnit() {
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        assertThat(Figures.ago(now.minusSeconds(3), now)).isEqualTo("just now");
        assertThat(Figures.ago(now.minusSeconds(185), now)).isEqualTo("3 min ago");
        assertThat(Figures.ago(now.minus(Duration.ofDays(5)), now)).isEqualTo("5 days ago");
        assertThat(Figures.ago(now.plusSeconds(60), now)).isEqualTo("just now");
    }
}
