package dev.cambium.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

class SideBySideTest {

    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @Test
    void bothAreAtWorkAtTheSameTime() throws IOException {
        CountDownLatch met = new CountDownLatch(2);
        SideBySide.run(() -> meet(met, "beside"), () -> meet(met, "here"));
        assertThat(done).containsExactlyInAnyOrder("beside", "here");
    }

    @Test
    void failureOfTheOneWaitsForTheEndOfTheOther() {
        CountDownLatch failed = new CountDownLatch(1);
        assertThatThrownBy(
                        () ->
                                SideBySide.run(
                                        () -> {
                                            await(failed);
                                            done.add("beside");
                                        },
                                        () -> {
                                            failed.countDown();
                                            throw new IOException("here");
                                        }))
                .hasMessage("here")
                .hasNoSuppressedExceptions();
        assertThat(done).containsExactly("beside");
    }

    @Test
    void whatFailsBesideIsThrownAsItIs() {
        assertThatThrownBy(
                        () ->
                                SideBySide.run(
                                        () -> {
                                            throw new UnreachablePointException("beside");
                                        },
                                        () -> done.add("here")))
                .isInstanceOf(UnreachablePointException.class)
                .hasMessage("beside");
        assertThat(done).containsExactly("here");
    }

    @Test
    void ofTwoFailuresNeitherIsLost() {
        assertThatThrownBy(
                        () ->
                                SideBySide.run(
                                        () -> {
                                            throw new IllegalStateException("beside");
                                        },
                                        () -> {
                                            throw new IOException("here");
                                        }))
                .hasMessage("here")
                .satisfies(
                        thrown ->
                                assertThat(thrown.getSuppressed())
                                        .singleElement()
                                        .hasToString("java.lang.IllegalStateException: beside"));
    }

    @Test
    void anInterruptIsKeptAndEndsNothing() throws IOException {
        Thread.currentThread().interrupt();
        try {
            SideBySide.run(() -> done.add("beside"), () -> done.add("here"));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(done).containsExactlyInAnyOrder("beside", "here");
    }

    private void meet(CountDownLatch met, String who) throws IOException {
        met.countDown();
        await(met);
        done.add(who);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
