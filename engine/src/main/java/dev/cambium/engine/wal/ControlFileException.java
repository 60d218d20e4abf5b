package dev.cambium.engine.wal;

import java.io.IOException;

/** A pg_control that must not be trusted. The message says what is wrong and what to do. */
public final class ControlFileException extends IOException {

    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    public enum Problem {
        /** The checksum does not match, or the file is too short: it was damaged. */
        CORRUPT,
        /** Written by a Postgres that is not 16, 17 or 18. */
        UNKNOWN_VERSION,
        /** Well formed, but of a server that we cannot work with. */
        UNSUPPORTED
    }

    private final Problem problem;

    ControlFileException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
