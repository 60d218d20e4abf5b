package dev.cambium.engine.fuse;

/** A file operation that is answered with an errno. Carries no stack trace: it is an answer. */
public final class FuseError extends Exception {

    private final Errno errno;

    public FuseError(Errno errno) {
        this(errno, errno.name());
    }

    /**
     * @param why what the engine's log shall say; the caller of the system call sees the errno only
     */
    public FuseError(Errno errno, String why) {
        super(why, null, false, false);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
