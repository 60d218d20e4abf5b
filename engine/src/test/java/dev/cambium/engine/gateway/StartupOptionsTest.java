package dev.cambium.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class StartupOptionsTest {

    @Test
    void whatIsForTheGatewayIsTakenOutAndTheRestStays() {
        StartupOptions options =
                StartupOptions.of(
                        "-c geqo=off endpoint=ep-a-b-1  neon_lsn:0/16B3748 --work_mem=5\\ MB");
        assertThat(options.selectors())
                .isEqualTo(Map.of("endpoint", "ep-a-b-1", "neon_lsn", "0/16B3748"));
        assertThat(options.rest()).isEqualTo("-c geqo=off --work_mem=5\\ MB");
    }

    @Test
    void timesMayHoldColonsAndEscapes() {
        StartupOptions options = StartupOptions.of("neon_timestamp:2026-11-20T12\\:00:00Z");
        assertThat(options.selectors()).containsEntry("neon_timestamp", "2026-11-20T12:00:00Z");
        assertThat(options.rest()).isEmpty();
    }

    @Test
    void optionsWithoutOursStayAsTheyWereWritten() {
        for (String text : new String[] {"", "  -c   a=b ", "-c endpoint_x=1", "\\"}) {
            StartupOptions options = StartupOptions.of(text);
            assertThat(options.rest()).isEqualTo(text);
            assertThat(options.selectors()).isEmpty();
        }
    }
}
