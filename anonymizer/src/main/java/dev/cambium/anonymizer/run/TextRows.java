package dev.cambium.anonymizer.run;

import org.jspecify.annotations.Nullable;

/** Rows in the text format. */
final class TextRows implements RowCodec {

    private final CopyRow row;

    TextRows(int columns) {
        row = new CopyRow(columns);
    }

    @Override
    public byte[] row(byte[] message) {
        return message;
    }

    @Override
    public void take(byte[] taken) {
        row.take(taken);
    }

    @Override
    public boolean isNull(int column) {
        return row.isNull(column);
    }

    @Override
    public @Nullable String value(int column) {
        return row.value(column);
    }

    @Override
    public byte[] field(int column) {
        return row.field(column);
    }

    @Override
    public void begin(CopyBuffer out) {}

    @Override
    public void beginRow(CopyBuffer out) {}

    private static void separate(CopyBuffer out, int column) {
        if (column > 0) {
            out.separator('\t');
        }
    }

    @Override
    public void copy(CopyBuffer out, int column) {
        separate(out, column);
        row.copyTo(out, column);
    }

    @Override
    public void field(CopyBuffer out, int column, byte[] field) {
        separate(out, column);
        out.raw(field, 0, field.length);
    }

    @Override
    public void value(CopyBuffer out, int column, @Nullable String value) {
        separate(out, column);
        if (value == null) {
            out.nothing();
        } else {
            out.value(value);
        }
    }

    @Override
    public void endRow(CopyBuffer out) {
        out.separator('\n');
    }

    @Override
    public void end(CopyBuffer out) {}
}
