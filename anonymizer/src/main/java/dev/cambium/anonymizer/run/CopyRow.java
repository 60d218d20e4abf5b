package dev.cambium.anonymizer.run;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One row in the text format of COPY, taken apart. Reused for row after row; not thread-safe. */
public final class CopyRow {

    private final int[] starts;
    private final int[] ends;
    private byte[] bytes = new byte[0];

    /**
     * @param columns how many a row has
     */
    public CopyRow(int columns) {
        starts = new int[columns];
        ends = new int[columns];
    }

    /**
     * Takes a row; keeps the array.
     *
     * @param row with or without its newline
     * @throws IllegalStateException if it has another number of columns
     */
    public void take(byte[] row) {
        bytes = row;
        int end = row.length;
        if (end > 0 && row[end - 1] == '\n') {
            end--;
        }
        int column = 0;
        int from = 0;
        // A tab inside a value is written as two characters, so that each byte here is one in
        // between.
        for (int i = 0; i <= end; i++) {
            if (i == end || row[i] == '\t') {
                if (column < starts.length) {
                    starts[column] = from;
                    ends[column] = i;
                }
                column++;
                from = i + 1;
            }
        }
        boolean empty = starts.length == 0 && end == 0;
        if (column != starts.length && !empty) {
            throw new IllegalStateException(
                    "a row has %d columns, not %d".formatted(column, starts.length));
        }
    }

    int columns() {
        return starts.length;
    }

    boolean isNull(int column) {
        return ends[column] - starts[column] == 2
                && bytes[starts[column]] == '\\'
                && bytes[starts[column] + 1] == 'N';
    }

    void copyTo(CopyBuffer buffer, int column) {
        buffer.raw(bytes, starts[column], ends[column]);
    }

    /** The bytes of a column as they are. */
    byte[] field(int column) {
        return Arrays.copyOfRange(bytes, starts[column], ends[column]);
    }

    /** A value, or null for NULL. */
    public @Nullable String value(int column) {
        if (isNull(column)) {
            return null;
        }
        int from = starts[column];
        int to = ends[column];
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return unescaped(from, to);
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private String unescaped(int from, int to) {
        byte[] plain = new byte[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c == '\\' && i + 1 < to) {
                i++;
                c =
                        switch (bytes[i]) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'v' -> 0x0b;
                            default -> bytes[i];
                        };
            }
            plain[size++] = c;
        }
        return new String(plain, 0, size, StandardCharsets.UTF_8);
    }
}
