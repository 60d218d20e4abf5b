package dev.cambium.engine.transfer;

import dev.cambium.engine.page.Invariant;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A window on the bytes of a script. Bytes from the mark on stay in it, so that a whole statement
 * lies in one piece; it grows for that up to a limit. Counts lines. Not thread-safe.
 */
final class ScriptBuffer {

    /** Large enough that COPY rows reach the socket in few calls. */
    static final int INITIAL_BYTES = 1 << 20;

    /** The server takes no larger message. */
    private static final long SERVER_LIMIT_BYTES = 1L << 30;

    /**
     * The driver holds a statement as bytes, characters and bytes again, some of them twice: twelve
     * times its size covers that, and the daemon must not die of one statement.
     */
    private static final int HEAP_SHARE = 12;

    private static final int NO_MARK = -1;

    private final InputStream in;
    private final String sourceName;
    private final long statementBytesMax;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int position;
    private int limit;
    private int mark = NO_MARK;
    private long line = 1;
    private boolean ended;

    ScriptBuffer(InputStream in, String sourceName) {
        this(in, sourceName, defaultStatementBytesMax());
    }

    ScriptBuffer(InputStream in, String sourceName, long statementBytesMax) {
        this.in = in;
        this.sourceName = sourceName;
        this.statementBytesMax = statementBytesMax;
    }

    static long defaultStatementBytesMax() {
        long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        return Math.min(SERVER_LIMIT_BYTES, Math.max(16L << 20, share));
    }

    /** Takes the next byte, or says -1 at the end. */
    int next() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        int next = bytes[position++] & 0xff;
        if (next == '\n') {
            line++;
        }
        return next;
    }

    /** The byte so far ahead (0 is the next one) without taking it, or -1 beyond the end. */
    int peek(int ahead) throws IOException {
        while (limit - position <= ahead) {
            if (!fill()) {
                return -1;
            }
        }
        return bytes[position + ahead] & 0xff;
    }

    /** Takes bytes that hold no line break. */
    void skip(int count) {
        Invariant.check(count <= limit - position, "skipping %s bytes", count);
        position += count;
    }

    /** Keeps everything from the next byte on, so far ahead. */
    void markHere() {
        mark = position;
    }

    void unmark() {
        mark = NO_MARK;
    }

    boolean isMarked() {
        return mark != NO_MARK;
    }

    /** The number of bytes between the mark and the next byte. */
    int markedLength() {
        return position - mark;
    }

    /**
     * Forgets the byte taken last, without moving the mark's line: {@code \;} becomes {@code ;}.
     */
    void dropLastTaken() {
        int kept = position - 1 - mark;
        System.arraycopy(bytes, mark, bytes, mark + 1, kept);
        mark++;
    }

    int markOffset() {
        return mark;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    int limit() {
        return limit;
    }

    boolean ended() {
        return ended;
    }

    long line() {
        return line;
    }

    /** Moves on, past that many line breaks. */
    void moveTo(int newPosition, long linesPassed) {
        Invariant.check(newPosition >= position && newPosition <= limit, "move to %s", newPosition);
        position = newPosition;
        line += linesPassed;
    }

    /** Reads more; false when there is no more. */
    boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        int keepFrom = isMarked() ? mark : position;
        if (keepFrom > 0) {
            System.arraycopy(bytes, keepFrom, bytes, 0, limit - keepFrom);
            position -= keepFrom;
            limit -= keepFrom;
            mark = isMarked() ? 0 : NO_MARK;
        }
        if (limit == bytes.length) {
            grow();
        }
        int read = in.read(bytes, limit, bytes.length - limit);
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        return true;
    }

    /** Back to the usual size after a large statement. */
    void shrink() {
        if (!isMarked()
                && bytes.length > 16 * INITIAL_BYTES
                && limit - position <= INITIAL_BYTES / 2) {
            byte[] small = new byte[INITIAL_BYTES];
            System.arraycopy(bytes, position, small, 0, limit - position);
            limit -= position;
            position = 0;
            bytes = small;
        }
    }

    private void grow() {
        if (bytes.length >= statementBytesMax) {
            throw new ImportFailure(
                    sourceName,
                    line,
                    ("a statement is larger than %d MiB, the most this engine takes. Give the engine"
                                    + " more memory (-Xmx), or dump large values as COPY rows"
                                    + " (pg_dump does)")
                            .formatted(statementBytesMax >> 20));
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, statementBytesMax));
    }
}
