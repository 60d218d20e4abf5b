package dev.cambium.engine.posix;

import java.io.IOException;

/** A system call that failed, with the number the kernel gave. */
public final class PosixException extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    PosixException(String call, Object what, int errno) {
        super("%s failed on %s (errno %d)".formatted(call, what, errno));
        this.errno = errno;
    }

    /** The error number, as in asm-generic/errno-base.h. */
    public int errno() {
        return errno;
    }
}
