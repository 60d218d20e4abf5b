package dev.cambium.engine.gateway;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Watches the first messages of a server for the cancel key, without holding up or changing a byte.
 * It stops to look at the first ReadyForQuery, at which the start of a session ends, and at once
 * when it sees what is no message.
 */
final class KeyWatch {

    private static final int BACKEND_KEY_DATA = 'K';
    private static final int READY_FOR_QUERY = 'Z';
    private static final int HEADER_BYTES = 5;

    /** Type, length, process and secret of the message that is looked for. */
    private final ByteBuffer message =
            ByteBuffer.allocate(HEADER_BYTES + 4 + CancelKey.SECRET_BYTES_MAX);

    private long skip;
    private boolean done;

    boolean isDone() {
        return done;
    }

    /** Looks at what the server sent next; answers with the key when that is complete. */
    @Nullable CancelKey see(byte[] bytes, int length) {
        CancelKey found = null;
        int at = 0;
        while (at < length && !done) {
            if (skip > 0) {
                int skipped = (int) Math.min(skip, length - at);
                at += skipped;
                skip -= skipped;
            } else {
                message.put(bytes[at++]);
                CancelKey key = step();
                found = key == null ? found : key;
            }
        }
        return found;
    }

    private @Nullable CancelKey step() {
        int have = message.position();
        if (have < HEADER_BYTES) {
            return null;
        }
        int type = message.get(0);
        int bodyBytes = message.getInt(1) - 4;
        if (type == READY_FOR_QUERY || bodyBytes < 0) {
            done = true;
            return null;
        }
        boolean wanted =
                type == BACKEND_KEY_DATA
                        && bodyBytes >= 8
                        && bodyBytes <= 4 + CancelKey.SECRET_BYTES_MAX;
        if (!wanted) {
            skip = bodyBytes;
            message.clear();
            return null;
        }
        if (have < HEADER_BYTES + bodyBytes) {
            return null;
        }
        byte[] secret = new byte[bodyBytes - 4];
        message.get(HEADER_BYTES + 4, secret);
        CancelKey key = new CancelKey(message.getInt(HEADER_BYTES), ByteBuffer.wrap(secret));
        message.clear();
        return key;
    }
}
