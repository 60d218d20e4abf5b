package dev.cambium.gui.branch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.ZoneId;

class TypedMomentTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T11:42:07Z, 2026-11-20T11:42:07Z",
        "2026-11-20t11:42:07.318z, 2026-11-20T11:42:07.318Z",
        "2026-11-20 11:42:07.318123+01:00, 2026-11-20T10:42:07.318123Z",
        "2026-11-20   11:42:07+01:00, 2026-11-20T10:42:07Z",
        "2026-11-20 11:42:07, 2026-11-20T10:42:07Z",
        "2026-11-20 11:42, 2026-11-20T10:42:00Z",
        "2026-07-20 11:42, 2026-07-20T09:42:00Z",
    })
    void timesAreReadAsTheyAreWritten(String typed, String asked) {
        assertThat(TypedMoment.time(" " + typed + " ", BERLIN))
                .isEqualTo(new TypedMoment(asked, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "now", "Now", "head"})
    void nowHasWordsOfItsOwn(String typed) {
        assertThat(TypedMoment.time(typed, BERLIN).asked()).isEqualTo("head");
        assertThat(TypedMoment.lsn(typed).asked()).isEqualTo("head");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "11:42", "2026-02-30 10:00", "0/1A2B3C8", "2026-11-20"})
    void whatIsNoTimeIsSaidWithAnExample(String typed) {
        TypedMoment read = TypedMoment.time(typed, BERLIN);
        assertThat(read.asked()).isEmpty();
        assertThat(read.problem()).contains(typed).containsPattern("such as \\d{4}-");
    }

    @Test
    void lsnsAreHexadecimalOnBothSides() {
        assertThat(TypedMoment.lsn(" 0/4f3a2c8 ").asked()).isEqualTo("0/4F3A2C8");
        assertThat(TypedMoment.lsn("123456789/0").problem()).contains("123456789/0");
        assertThat(TypedMoment.lsn("0-4F").problem()).contains("is not an LSN");
    }
}
