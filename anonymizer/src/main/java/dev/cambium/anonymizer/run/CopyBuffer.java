package dev.cambium.anonymizer.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows in one of the formats of COPY, to be sent on. Grows as needed. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">COPY, File Formats</a>
 */
public final class CopyBuffer {

    private static final byte[] NULL = {'\\', 'N'};

    /** What stands behind a backslash for some ASCII characters; 0 for all others. */
    private static final byte[] LETTERS = new byte[128];

    static {
        LETTERS['\\'] = '\\';
        LETTERS['\n'] = 'n';
        LETTERS['\r'] = 'r';
        LETTERS['\t'] = 't';
        LETTERS['\b'] = 'b';
        LETTERS['\f'] = 'f';
        LETTERS[0x0b] = 'v';
    }

    private byte[] bytes = new byte[1 << 16];
    private int size;

    public int size() {
        return size;
    }

    /** What is in it; valid up to {@link #size()} until the next change. */
    public byte[] bytes() {
        return bytes;
    }

    public void clear() {
        size = 0;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    void raw(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    void nothing() {
        raw(NULL, 0, NULL.length);
    }

    void separator(char c) {
        room(1);
        bytes[size++] = (byte) c;
    }

    /** A value, with what COPY takes for something else written as it wants it. */
    void value(String text) {
        int length = text.length();
        room(2 * length);
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= LETTERS.length) {
                size = at;
                rest(text, i);
                return;
            }
            byte letter = LETTERS[c];
            if (letter == 0) {
                bytes[at++] = (byte) c;
            } else {
                bytes[at++] = '\\';
                bytes[at++] = letter;
            }
        }
        size = at;
    }

    /** From the first character on that is not ASCII. */
    private void rest(String text, int from) {
        byte[] encoded = text.substring(from).getBytes(StandardCharsets.UTF_8);
        room(2 * encoded.length);
        for (byte one : encoded) {
            if (one >= 0 && LETTERS[one] != 0) {
                bytes[size++] = '\\';
                bytes[size++] = LETTERS[one];
            } else {
                bytes[size++] = one;
            }
        }
    }

    void int16(int number) {
        room(Short.BYTES);
        BigEndian.int16(bytes, size, number);
        size += Short.BYTES;
    }

    void int32(int number) {
        room(Integer.BYTES);
        BigEndian.int32(bytes, size, number);
        size += Integer.BYTES;
    }

    void int64(long number) {
        room(Long.BYTES);
        BigEndian.int64(bytes, size, number);
        size += Long.BYTES;
    }

    /** A text as it is, with the number of its bytes in front. */
    void counted(String text) {
        int length = text.length();
        room(Integer.BYTES + length);
        int from = size + Integer.BYTES;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= LETTERS.length) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                int32(encoded.length);
                raw(encoded, 0, encoded.length);
                return;
            }
            bytes[from + i] = (byte) c;
        }
        int32(length);
        size += length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
