package dev.cambium.engine.transfer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Turns COPY rows of another encoding into UTF-8 as they pass. A byte that is no text is an error.
 */
final class RowTranscoder implements SqlScript.RowSink {

    private static final int PIECE_CHARS = 64 << 10;

    private final SqlScript.RowSink target;
    private final CharsetDecoder decoder;
    private final CharBuffer chars = CharBuffer.allocate(PIECE_CHARS);

    /** The first bytes of a letter whose others come with the next piece. */
    private byte[] rest = new byte[0];

    RowTranscoder(Charset from, SqlScript.RowSink target) {
        this.target = target;
        this.decoder = from.newDecoder();
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) throws SQLException {
        ByteBuffer input = ByteBuffer.wrap(bytes, offset, length);
        if (rest.length > 0) {
            input = ByteBuffer.allocate(rest.length + length).put(rest).put(input).flip();
        }
        decode(input, false);
        rest = new byte[input.remaining()];
        input.get(rest);
    }

    /** Must be called after the last row. */
    void finish() throws SQLException {
        decode(ByteBuffer.wrap(rest), true);
    }

    private void decode(ByteBuffer input, boolean end) throws SQLException {
        CoderResult result;
        do {
            result = decoder.decode(input, chars, end);
            if (result.isError()) {
                throw new SQLException("the rows are not valid " + decoder.charset().name());
            }
            ByteBuffer utf8 = StandardCharsets.UTF_8.encode(chars.flip());
            if (utf8.hasRemaining()) {
                target.accept(utf8.array(), utf8.arrayOffset(), utf8.remaining());
            }
            chars.clear();
        } while (result.isOverflow());
    }
}
