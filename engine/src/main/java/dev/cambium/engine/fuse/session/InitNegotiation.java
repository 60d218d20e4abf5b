package dev.cambium.engine.fuse.session;

import dev.cambium.engine.fuse.abi.InitFlag;
import dev.cambium.engine.fuse.abi.Protocol;
import dev.cambium.engine.fuse.wire.InitReply;
import dev.cambium.engine.fuse.wire.Request;

/** Decides how to talk, from what the kernel offers. The numbers were measured with Postgres. */
final class InitNegotiation {

    /**
     * What we want if the kernel can do it. WRITEBACK_CACHE lets the kernel collect writes; without
     * EXPLICIT_INVAL_DATA it would drop a file's pages whenever its time changes. The kernel's own
     * handling of set-user-id bits (no HANDLE_KILLPRIV) and locks (no POSIX_LOCKS) is right for us,
     * and O_TRUNC arrives as a change of size (no ATOMIC_O_TRUNC).
     */
    private static final long WANTED =
            InitFlag.ASYNC_READ
                    | InitFlag.BIG_WRITES
                    | InitFlag.ASYNC_DIO
                    | InitFlag.WRITEBACK_CACHE
                    | InitFlag.NO_OPEN_SUPPORT
                    | InitFlag.PARALLEL_DIROPS
                    | InitFlag.MAX_PAGES
                    | InitFlag.CACHE_SYMLINKS
                    | InitFlag.EXPLICIT_INVAL_DATA;

    /** Without these the rest of this package would give wrong answers. */
    private static final long NEEDED = InitFlag.NO_OPEN_SUPPORT | InitFlag.EXPLICIT_INVAL_DATA;

    /** Requests nobody waits for; the kernel's default of 12 keeps eight threads half idle. */
    private static final int MAX_BACKGROUND = 64;

    /** Three quarters of that, as the kernel does with its own numbers. */
    private static final int CONGESTION_THRESHOLD = 48;

    private InitNegotiation() {}

    /**
     * What to answer.
     *
     * @throws UnsupportedKernelException if this kernel is too old to be served
     */
    static InitReply answer(Request.Init init) throws UnsupportedKernelException {
        if (init.major() > Protocol.MAJOR) {
            // The kernel sends another INIT with our major version.
            return new InitReply(Protocol.MAJOR, Protocol.MINOR, 0, 0, 0, 0, 0, 0);
        }
        boolean old = init.major() < Protocol.MAJOR || init.minor() < Protocol.OLDEST_MINOR;
        if (old || (init.offeredFlags() & NEEDED) != NEEDED) {
            throw new UnsupportedKernelException(
                    "this kernel speaks FUSE %d.%d; %d.%d (Linux 5.2) or newer is needed"
                            .formatted(
                                    init.major(),
                                    init.minor(),
                                    Protocol.MAJOR,
                                    Protocol.OLDEST_MINOR));
        }
        return new InitReply(
                Protocol.MAJOR,
                Math.min(init.minor(), Protocol.MINOR),
                init.maxReadaheadBytes(),
                init.offeredFlags() & WANTED,
                MAX_BACKGROUND,
                CONGESTION_THRESHOLD,
                Protocol.TRANSFER_BYTES,
                Protocol.TRANSFER_PAGES);
    }

    /** The kernel cannot be served; the message says what is missing. */
    static final class UnsupportedKernelException extends Exception {
        UnsupportedKernelException(String why) {
            super(why);
        }
    }
}
