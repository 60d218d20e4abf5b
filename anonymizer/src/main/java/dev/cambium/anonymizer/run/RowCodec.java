package dev.cambium.anonymizer.run;

import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one COPY apart and puts those of another together, in one format. One row at a
 * time; not thread-safe.
 */
sealed interface RowCodec permits TextRows, BinaryRows {

    /**
     * The row in what the server sent at once.
     *
     * @return null when there is none in it
     */
    byte @Nullable [] row(byte[] message);

    /** Takes a row; keeps the array. */
    void take(byte[] row);

    boolean isNull(int column);

    /** A value, or null for NULL. */
    @Nullable String value(int column);

    /** The bytes of a column as they are. */
    byte[] field(int column);

    /** Before the first row. */
    void begin(CopyBuffer out);

    void beginRow(CopyBuffer out);

    /** The column of the row that was taken, as it is. */
    void copy(CopyBuffer out, int column);

    /** What {@link #field} gave, of this row or another one. */
    void field(CopyBuffer out, int column, byte[] field);

    /**
     * @param value null for NULL
     */
    void value(CopyBuffer out, int column, @Nullable String value);

    void endRow(CopyBuffer out);

    /** Behind the last row. */
    void end(CopyBuffer out);
}
