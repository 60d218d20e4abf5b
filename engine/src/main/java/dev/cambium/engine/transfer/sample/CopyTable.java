package dev.cambium.engine.transfer.sample;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes rows into one table through COPY in text format. Closing it ends the COPY. */
final class CopyTable implements AutoCloseable {

    /** A few hundred rows in each message. */
    private static final int PIECE_CHARS = 64 << 10;

    private final CopyIn copy;
    private final StringBuilder piece = new StringBuilder(PIECE_CHARS + 1024);
    private long rows;

    CopyTable(Connection connection, String tableAndColumns) throws SQLException {
        copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + tableAndColumns + " FROM STDIN");
    }

    /** Adds a row; null is the SQL null, everything else goes by its text. */
    void row(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                piece.append('\t');
            }
            append(values[i]);
        }
        piece.append('\n');
        rows++;
        if (piece.length() >= PIECE_CHARS) {
            flush();
        }
    }

    /** Ends the COPY and returns the number of rows. */
    long finish() throws SQLException {
        flush();
        copy.endCopy();
        return rows;
    }

    /** Gives the COPY up when it was not finished. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            piece.append("\\N");
            return;
        }
        String text = value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> piece.append("\\\\");
                case '\t' -> piece.append("\\t");
                case '\n' -> piece.append("\\n");
                case '\r' -> piece.append("\\r");
                default -> piece.append(c);
            }
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        piece.setLength(0);
    }
}
