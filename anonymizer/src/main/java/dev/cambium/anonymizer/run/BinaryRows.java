package dev.cambium.anonymizer.run;

import dev.cambium.anonymizer.plan.ColumnPlan;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Rows in the binary format: a header, for each row the number of its columns and each with its
 * length in front, and at the end a number that no row has.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">COPY, Binary Format</a>
 */
final class BinaryRows implements RowCodec {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0};

    /** Behind the signature: flags, and how long what follows them is. */
    private static final int HEADER_BYTES = SIGNATURE.length + 2 * Integer.BYTES;

    private static final int END = -1;
    private static final int NULL = -1;

    private final BinaryValue[] values;
    private final int[] starts;
    private final int[] lengths;
    private byte[] bytes = new byte[0];
    private boolean begun;

    BinaryRows(List<ColumnPlan> columns) {
        values =
                columns.stream()
                        .map(column -> BinaryValue.of(column.column().type()))
                        .toArray(BinaryValue[]::new);
        starts = new int[values.length];
        lengths = new int[values.length];
    }

    /** The header comes with the first row, or with the end. */
    @Override
    public byte @Nullable [] row(byte[] message) {
        byte[] row = message;
        if (!begun) {
            begun = true;
            row = Arrays.copyOfRange(message, headerBytes(message), message.length);
        }
        return row.length == 0 || BigEndian.int16(row, 0) == END ? null : row;
    }

    private static int headerBytes(byte[] message) {
        boolean signed =
                message.length >= HEADER_BYTES
                        && Arrays.equals(
                                message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
        if (!signed) {
            throw new IllegalStateException("rows do not begin as the binary format of COPY does");
        }
        return HEADER_BYTES + BigEndian.int32(message, HEADER_BYTES - Integer.BYTES);
    }

    /**
     * @throws IllegalStateException if it has another number of columns
     */
    @Override
    public void take(byte[] row) {
        bytes = row;
        int columns = BigEndian.int16(row, 0);
        if (columns != values.length) {
            throw new IllegalStateException(
                    "a row has %d columns, not %d".formatted(columns, values.length));
        }
        int at = Short.BYTES;
        for (int i = 0; i < columns; i++) {
            int length = BigEndian.int32(row, at);
            at += Integer.BYTES;
            starts[i] = at;
            lengths[i] = length;
            at += Math.max(0, length);
        }
        if (at != row.length) {
            throw new IllegalStateException(
                    "a row takes %d bytes, not %d".formatted(row.length, at));
        }
    }

    @Override
    public boolean isNull(int column) {
        return lengths[column] == NULL;
    }

    @Override
    public @Nullable String value(int column) {
        return isNull(column) ? null : values[column].read(bytes, starts[column], lengths[column]);
    }

    /** With the length in front, which also says that it is NULL. */
    @Override
    public byte[] field(int column) {
        return Arrays.copyOfRange(bytes, starts[column] - Integer.BYTES, endOf(column));
    }

    private int endOf(int column) {
        return starts[column] + Math.max(0, lengths[column]);
    }

    @Override
    public void begin(CopyBuffer out) {
        out.raw(SIGNATURE, 0, SIGNATURE.length);
        out.int32(0);
        out.int32(0);
    }

    @Override
    public void beginRow(CopyBuffer out) {
        out.int16(values.length);
    }

    @Override
    public void copy(CopyBuffer out, int column) {
        out.raw(bytes, starts[column] - Integer.BYTES, endOf(column));
    }

    @Override
    public void field(CopyBuffer out, int column, byte[] field) {
        out.raw(field, 0, field.length);
    }

    @Override
    public void value(CopyBuffer out, int column, @Nullable String value) {
        if (value == null) {
            out.int32(NULL);
        } else {
            values[column].write(out, value);
        }
    }

    @Override
    public void endRow(CopyBuffer out) {}

    @Override
    public void end(CopyBuffer out) {
        out.int16(END);
    }
}
