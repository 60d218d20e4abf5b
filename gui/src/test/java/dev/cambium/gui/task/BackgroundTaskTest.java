package dev.cambium.gui.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class BackgroundTaskTest {

    private final List<String> heard = new ArrayList<>();

    @Test
    void tellsTheResult() {
        BackgroundTask.of(() -> "made")
                .onSuccess(heard::add)
                .onFailure(failure -> heard.add("failed"))
                .runWith(new DirectTaskRunner());
        assertThat(heard).containsExactly("made");
    }

    @Test
    void tellsTheFailureAndNotTheResult() {
        BackgroundTask.<String>of(
                        () -> {
                            throw new IllegalStateException("no room");
                        })
                .onSuccess(heard::add)
                .onFailure(failure -> heard.add(failure.getMessage()))
                .runWith(new DirectTaskRunner());
        assertThat(heard).containsExactly("no room");
    }

    @Test
    void doesNotRunWithoutAnAnswerToFailure() {
        assertThatThrownBy(() -> BackgroundTask.of(() -> "made").runWith(new DirectTaskRunner()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("when it fails");
    }
}
