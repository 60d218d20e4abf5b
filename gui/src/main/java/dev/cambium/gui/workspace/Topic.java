package dev.cambium.gui.workspace;

import dev.cambium.engine.api.EngineEvent;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The lists that are shown, each read anew when an event names it. */
enum Topic {
    PROJECTS,
    BRANCHES,
    TICKS,
    OPERATIONS,
    SNAPSHOTS,
    UNDO;

    /** Long enough to gather a verb's burst of events, short enough to feel immediate. */
    private static final Duration SOON = Duration.ofMillis(80);

    /** Written WAL is told all the time; once a second is as often as an eye can use it. */
    private static final Duration CALMLY = Duration.ofSeconds(1);

    /** The lists that an event makes stale; progress makes none stale. */
    static Set<Topic> namedBy(EngineEvent event) {
        String kind = event.kind();
        if (kind.equals("operation.progress")) {
            return EnumSet.noneOf(Topic.class);
        } else if (kind.startsWith("operation.")) {
            return EnumSet.of(OPERATIONS, BRANCHES, SNAPSHOTS, UNDO);
        } else if (kind.startsWith("wal.")) {
            return EnumSet.of(TICKS, BRANCHES);
        } else if (kind.startsWith("compute.")) {
            return EnumSet.of(BRANCHES, OPERATIONS);
        } else if (kind.startsWith("branch.")) {
            return EnumSet.of(BRANCHES, TICKS, OPERATIONS, SNAPSHOTS, UNDO);
        }
        return EnumSet.allOf(Topic.class);
    }

    static Duration patience(EngineEvent event) {
        return event.kind().startsWith("wal.") ? CALMLY : SOON;
    }
}
