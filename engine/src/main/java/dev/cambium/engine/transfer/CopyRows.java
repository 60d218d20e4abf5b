package dev.cambium.engine.transfer;

import java.io.IOException;
import java.sql.SQLException;

/**
 * The rows between a COPY statement and the line {@code \.}. They are searched for line breaks and
 * nothing else, and handed on in pieces as large as the buffer.
 */
final class CopyRows {

    /** {@code \.}, carriage return, line feed. */
    private static final int MARKER_BYTES_MAX = 4;

    private final ScriptBuffer in;
    private final String sourceName;
    private final long statementLine;

    CopyRows(ScriptBuffer in, String sourceName, long statementLine) {
        this.in = in;
        this.sourceName = sourceName;
        this.statementLine = statementLine;
    }

    void transferTo(SqlScript.RowSink sink) throws IOException, SQLException {
        boolean atLineStart = true;
        while (true) {
            in.peek(MARKER_BYTES_MAX - 1);
            int start = in.position();
            if (start == in.limit()) {
                throw new ImportFailure(
                        sourceName,
                        in.line(),
                        ("the script ends inside the rows of the COPY at line %d: the closing \\."
                                        + " is missing, so the file is cut off")
                                .formatted(statementLine));
            }
            if (atLineStart && takeMarker(start)) {
                return;
            }
            Piece piece = pieceFrom(start);
            sink.accept(in.bytes(), start, piece.end - start);
            in.moveTo(piece.end, piece.lineBreaks);
            atLineStart = piece.endsAtLineStart;
        }
    }

    /** Rows that can be handed on: up to the marker, or to where a marker could begin unseen. */
    private record Piece(int end, long lineBreaks, boolean endsAtLineStart) {}

    private Piece pieceFrom(int start) {
        byte[] bytes = in.bytes();
        int limit = in.limit();
        long lineBreaks = 0;
        for (int i = start; i < limit; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            lineBreaks++;
            int lineStart = i + 1;
            boolean undecided = limit - lineStart < MARKER_BYTES_MAX && !in.ended();
            if (undecided || markerLength(lineStart) > 0) {
                return new Piece(lineStart, lineBreaks, true);
            }
        }
        return new Piece(limit, lineBreaks, bytes[limit - 1] == '\n');
    }

    private boolean takeMarker(int start) {
        int length = markerLength(start);
        if (length > 0) {
            in.moveTo(start + length, 1);
        }
        return length > 0;
    }

    /** The length of the end marker with its line break, or 0. The last line may lack the break. */
    private int markerLength(int at) {
        byte[] bytes = in.bytes();
        int limit = in.limit();
        if (limit - at < 2 || bytes[at] != '\\' || bytes[at + 1] != '.') {
            return 0;
        }
        int end = at + 2;
        if (end < limit && bytes[end] == '\r') {
            end++;
        }
        if (end < limit) {
            return bytes[end] == '\n' ? end + 1 - at : 0;
        }
        return in.ended() ? end - at : 0;
    }
}
