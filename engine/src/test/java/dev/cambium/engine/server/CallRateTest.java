package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.EngineException;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

class CallRateTest {

    private long now;
    private final CallRate rate = new CallRate(() -> now);

    @Test
    void aBurstIsAnsweredAndThenSoManyInASecond() {
        assertThat(answered()).isEqualTo(CallRate.BURST);
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(answered()).isEqualTo(CallRate.PER_SECOND);
        now += TimeUnit.DAYS.toNanos(1);
        assertThat(answered()).isEqualTo(CallRate.BURST);
    }

    @Test
    void whoIsRefusedIsToldWhatToDo() {
        answered();
        assertThatThrownBy(rate::take)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.status()).isEqualTo(429))
                .hasMessageContaining("pause between calls");
    }

    private int answered() {
        int answered = 0;
        while (true) {
            try {
                rate.take();
                answered++;
            } catch (EngineException e) {
                return answered;
            }
        }
    }
}
