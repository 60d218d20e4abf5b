package dev.cambium.engine.layer;

import dev.cambium.engine.posix.PosixException;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Tells whether a failure means that the disk, or the owner's share of it, is full. */
public final class DiskFull {

    private static final int ENOSPC = 28;
    private static final int EDQUOT = 122;

    private DiskFull() {}

    /**
     * The JDK gives errno as the text of strerror only; a disk that has next to nothing left is
     * taken as the second sign, for the case that the text is in another language.
     *
     * @param usableBytes what the disk has left, looked up after the failure
     */
    public static boolean isBehind(IOException failure, long usableBytes) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof FileError error && error.reason() == FileError.Reason.NO_SPACE) {
                return true;
            }
            if (t instanceof PosixException call
                    && (call.errno() == ENOSPC || call.errno() == EDQUOT)) {
                return true;
            }
            String text = t instanceof FileSystemException file ? file.getReason() : t.getMessage();
            if (text != null
                    && (text.contains("No space left") || text.contains("quota exceeded"))) {
                return true;
            }
        }
        return usableBytes < Blocks.BYTES;
    }
}
