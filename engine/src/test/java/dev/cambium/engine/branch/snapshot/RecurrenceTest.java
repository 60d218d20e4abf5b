package dev.cambium.engine.branch.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.SnapshotPlan;
import dev.cambium.engine.catalog.SnapshotPlan.Frequency;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class RecurrenceTest {

    @ParameterizedTest(name = "{0} {1}h {2} {3} after {4} is {5}")
    @CsvSource({
        "HOURLY,,,, 2026-11-21T10:00:00Z, 2026-11-21T11:00:00Z",
        "HOURLY,,,, 2026-11-21T10:59:59.9Z, 2026-11-21T11:00:00Z",
        "DAILY, 3,,, 2026-11-21T02:59:59Z, 2026-11-21T03:00:00Z",
        "DAILY, 3,,, 2026-11-21T03:00:00Z, 2026-11-22T03:00:00Z",
        "DAILY,,,, 2026-12-31T23:00:00Z, 2027-01-01T00:00:00Z",
        "WEEKLY, 4, 7,, 2026-11-21T10:00:00Z, 2026-11-22T04:00:00Z",
        "WEEKLY, 4, 6,, 2026-11-21T10:00:00Z, 2026-11-28T04:00:00Z",
        "WEEKLY,,,, 2026-11-21T10:00:00Z, 2026-11-23T00:00:00Z",
        "MONTHLY, 2, 31,, 2026-11-21T10:00:00Z, 2026-11-30T02:00:00Z",
        "MONTHLY, 2, 31,, 2026-11-30T02:00:00Z, 2026-12-31T02:00:00Z",
        "MONTHLY,,,, 2026-11-21T10:00:00Z, 2026-12-01T00:00:00Z",
        "YEARLY, 1, 29, 2, 2026-11-21T10:00:00Z, 2027-02-28T01:00:00Z",
        "YEARLY, 1, 29, 2, 2027-02-28T01:00:00Z, 2028-02-29T01:00:00Z"
    })
    void theNextRunIsTheFirstAfterAMoment(
            Frequency frequency,
            Integer hour,
            Integer day,
            Integer month,
            Instant after,
            Instant next) {
        assertThat(Recurrence.next(plan(frequency, hour, day, month, null), after)).isEqualTo(next);
    }

    @ParameterizedTest(name = "{0} {1}h {2} {3} kept {4}")
    @CsvSource({
        "HOURLY, 3,,,, has no hour",
        "DAILY, 24,,,, from 0 to 23",
        "DAILY,, 1,,, has no day",
        "WEEKLY,, 8,,, from 1 to 7",
        "MONTHLY,, 0,,, from 1 to 31",
        "MONTHLY,,, 2,, has no month",
        "YEARLY,,, 13,, from 1 to 12",
        "DAILY,,,, 3599, an hour"
    })
    void whatAFrequencyDoesNotHaveIsRefused(
            Frequency frequency,
            Integer hour,
            Integer day,
            Integer month,
            Long retention,
            String why) {
        assertThatThrownBy(() -> Recurrence.checked(plan(frequency, hour, day, month, retention)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatItHasIsTaken() {
        assertThatCode(() -> Recurrence.checked(plan(Frequency.YEARLY, 23, 31, 12, 3_600L)))
                .doesNotThrowAnyException();
    }

    private static SnapshotPlan plan(
            Frequency frequency, Integer hour, Integer day, Integer month, Long retention) {
        return new SnapshotPlan("br", 0, frequency, hour, day, month, retention, Instant.EPOCH);
    }
}
