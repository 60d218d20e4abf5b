package dev.cambium.engine.branch.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.branch.moment.Moment.AtLsn;
import dev.cambium.engine.branch.moment.Moment.AtTime;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.page.Lsn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

/** What people may write for a moment, and what they are told when it is none. */
class MomentTest {

    @Test
    void headIsHead() {
        assertThat(Moment.parse(" HEAD ")).isEqualTo(Moment.HEAD);
    }

    @Test
    void anLsnIsReadAsPostgresPrintsIt() {
        assertThat(Moment.parse("0/1a2B3C8")).isEqualTo(new AtLsn(Lsn.parse("0/1A2B3C8")));
        assertThat(Moment.parse("FFFFFFFF/FFFFFFFF"))
                .isEqualTo(new AtLsn(Lsn.parse("FFFFFFFF/FFFFFFFF")));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00:00Z, 2026-11-20T12:00:00Z",
        "2026-11-20t12:00:00z, 2026-11-20T12:00:00Z",
        "2026-11-20 12:00:00+01:00, 2026-11-20T11:00:00Z",
        "2026-11-20T12:00:00.123456-05:30, 2026-11-20T17:30:00.123456Z",
        "2026-11-20T12:00:00.5Z, 2026-11-20T12:00:00.500Z"
    })
    void aTimeIsReadWithItsZone(String text, Instant time) {
        assertThat(Moment.parse(text)).isEqualTo(new AtTime(time));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-20T12:00:00 | has no zone",
                "2026-11-20 12:00:00.5 | in UTC, write 2026-11-20T12:00:00.5Z",
                "2026-11-20 | is not a whole time",
                "2026-11-20T12:00Z | is not a whole time",
                "2026-02-30T12:00:00Z | no such",
                "2026-11-20T25:00:00Z | no such",
                "2026-02-30T12:00:00 | no such",
                "0/0 | means none",
                "00000/0000 | means none",
                "0/123456789 | one to eight hexadecimal digits",
                "yesterday | is no moment. Write head, an LSN such as 0/1A2B3C8, or a time",
                "0x12 | is no moment",
                "'' | is no moment",
                "HEAD~1 | is no moment"
            })
    void whatIsNoMomentIsRefusedWithASentence(String text, String sentence) {
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> Moment.parse(text.replace("''", "")));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(refusal).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "0/1A2B3C8", "2026-11-20T12:00:00.000001Z"})
    void whatAMomentIsPrintedAsCanBeRead(String text) {
        assertThat(Moment.parse(text)).hasToString(text);
    }

    @Test
    void fieldsTakeOneKindEachAndNotBoth() {
        assertThat(Moment.ofFields(null, null, "parent_")).isEqualTo(Moment.HEAD);
        assertThat(Moment.ofFields("0/8", null, "parent_")).isEqualTo(new AtLsn(new Lsn(8)));
        assertThat(Moment.ofFields(null, "2026-11-20T12:00:00Z", "parent_"))
                .isEqualTo(new AtTime(Instant.parse("2026-11-20T12:00:00Z")));
        assertThat(refused("0/8", "2026-11-20T12:00:00Z"))
                .hasMessageContaining("parent_lsn and parent_timestamp cannot be given together");
        assertThat(refused("2026-11-20T12:00:00Z", null))
                .hasMessageContaining("parent_lsn takes an LSN");
        assertThat(refused(null, "0/8")).hasMessageContaining("parent_timestamp takes a time");
    }

    private static Refusal refused(String lsn, String time) {
        return catchThrowableOfType(Refusal.class, () -> Moment.ofFields(lsn, time, "parent_"));
    }
}
