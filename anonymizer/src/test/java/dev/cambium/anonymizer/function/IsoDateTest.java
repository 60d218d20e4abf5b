package dev.cambium.anonymizer.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.DateTimeException;
import java.time.LocalDate;

class IsoDateTest {

    @Test
    void everyDayOfFourHundredYearsReadsAndIsWrittenAsJavaDoes() {
        LocalDate end = LocalDate.of(2101, 1, 1);
        for (LocalDate day = LocalDate.of(1700, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
            assertThat(IsoDate.text(day)).isEqualTo(day.toString());
            assertThat(IsoDate.of(day.toString())).isEqualTo(day);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01", "9999-12-31", "0099-02-28"})
    void theEndsOfWhatHasFourDigitsAreNoDifferent(String text) {
        assertThat(IsoDate.text(IsoDate.of(text))).isEqualTo(text);
    }

    @Test
    void aLongerYearIsReadAsJavaWritesIt() {
        assertThat(IsoDate.of("+10000-01-01")).isEqualTo(LocalDate.of(10_000, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2001-02-30", "2001-13-01", "2001/02/03", "2001-02-0x", "2001-02-03 "})
    void whatIsNoDayIsRefused(String text) {
        assertThatThrownBy(() -> IsoDate.of(text)).isInstanceOf(DateTimeException.class);
    }
}
