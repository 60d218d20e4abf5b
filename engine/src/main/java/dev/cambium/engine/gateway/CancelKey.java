package dev.cambium.engine.gateway;

import java.nio.ByteBuffer;

/**
 * What a server gives a client, so that it can cancel its statements from another connection.
 *
 * @param secret 4 bytes in protocol 3.0, up to 256 in 3.2; read only
 */
record CancelKey(int process, ByteBuffer secret) {

    /** The protocol's limit from 3.2 on. */
    static final int SECRET_BYTES_MAX = 256;

    /** As a cancel request goes over the wire. */
    byte[] encodedRequest() {
        int length = 12 + secret.remaining();
        return ByteBuffer.allocate(length)
                .putInt(length)
                .putInt(StartupPacket.CANCEL_CODE)
                .putInt(process)
                .put(secret.duplicate())
                .array();
    }

    /** Leaves the secret out, so that a log cannot hold it. */
    @Override
    public String toString() {
        return "CancelKey[process=" + process + "]";
    }
}
