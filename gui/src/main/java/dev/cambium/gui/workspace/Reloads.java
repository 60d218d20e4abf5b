package dev.cambium.gui.workspace;

import dev.cambium.gui.task.TaskRunner;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gathers what has become stale and reads it once, not once per event. Used on the screen's thread.
 */
final class Reloads {

    private final TaskRunner runner;
    private final Consumer<Set<Topic>> read;
    private final Set<Topic> stale = EnumSet.noneOf(Topic.class);
    private TaskRunner.@Nullable Delayed pending;
    private Instant due = Instant.MAX;

    Reloads(TaskRunner runner, Consumer<Set<Topic>> read) {
        this.runner = runner;
        this.read = read;
    }

    /** Reads the topics within the given time; an earlier promise made before is kept. */
    void within(Duration patience, Set<Topic> topics) {
        if (topics.isEmpty()) {
            return;
        }
        stale.addAll(topics);
        Instant wanted = Instant.now().plus(patience);
        if (pending != null) {
            if (!wanted.isBefore(due)) {
                return;
            }
            pending.cancel();
        }
        due = wanted;
        pending = runner.later(patience, this::readNow);
    }

    private void readNow() {
        pending = null;
        due = Instant.MAX;
        Set<Topic> topics = EnumSet.copyOf(stale);
        stale.clear();
        read.accept(topics);
    }
}
