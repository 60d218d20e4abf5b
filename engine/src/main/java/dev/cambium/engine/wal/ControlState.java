package dev.cambium.engine.wal;

import java.util.List;
import java.util.Optional;

/**
 * What a server was doing when it last wrote pg_control: DBState in {@code catalog/pg_control.h},
 * in its order. Only {@link #IN_PRODUCTION} makes an image, only {@link #SHUT_DOWN} a rest.
 */
public enum ControlState {
    /** The server is starting up. */
    STARTING_UP("the server is starting up"),
    /** The server was stopped cleanly; its files need no recovery. */
    SHUT_DOWN("the server was stopped cleanly"),
    /** A standby server was stopped while in recovery. */
    SHUT_DOWN_IN_RECOVERY("the server was stopped during recovery"),
    /** The server is being stopped. */
    SHUTTING_DOWN("the server is being stopped"),
    /** The server replays WAL after a crash. */
    IN_CRASH_RECOVERY("the server is recovering from a crash"),
    /** The server replays archived WAL. */
    IN_ARCHIVE_RECOVERY("the server is recovering from an archive"),
    /** The server takes connections, or did so when it crashed. */
    IN_PRODUCTION("the server is running, or crashed while it was");

    private static final List<ControlState> ALL = List.of(values());

    private final String sentence;

    ControlState(String sentence) {
        this.sentence = sentence;
    }

    /** The state with this number in the file. */
    static Optional<ControlState> of(int number) {
        return number >= 0 && number < ALL.size() ? Optional.of(ALL.get(number)) : Optional.empty();
    }

    /** Its number in the file. */
    int number() {
        return ALL.indexOf(this);
    }

    /** Half a sentence for messages. */
    public String sentence() {
        return sentence;
    }
}
