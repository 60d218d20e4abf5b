package dev.cambium.engine.layer;

import java.io.IOException;

/** A file operation that cannot be done as asked. Carries no stack trace: it is an answer. */
public sealed class FileError extends IOException permits DataFile.Gone {

    /** Why not. */
    public enum Reason {
        /** The name, the node or the whole timeline is not there (any more). */
        NOT_FOUND,
        /** The name is taken. */
        EXISTS,
        /** A folder was needed. */
        NOT_A_FOLDER,
        /** A file was needed. */
        IS_A_FOLDER,
        /** Only an empty folder may be removed or replaced. */
        NOT_EMPTY,
        /** The rules of a timeline forbid it. */
        NOT_ALLOWED,
        /** An argument makes no sense. */
        INVALID,
        /** Names have 255 bytes at most. */
        NAME_TOO_LONG,
        /** Beyond the largest file that is served. */
        TOO_BIG,
        /** The disk is full. */
        NO_SPACE
    }

    private static final long serialVersionUID = 1;

    private final Reason reason;

    FileError(Reason reason, String why) {
        super(why);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    // An answer on the hot path, not a fault of the program.
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
