package dev.cambium.engine.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

import javax.net.ssl.SSLSocket;

/**
 * A connection to a client or to a server, in clear or under TLS. One thread may read while another
 * writes; closing ends both.
 */
final class Line implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Line.class);

    /** What the network has. Closing TLS itself would wait for a write that waits for the peer. */
    private final Socket lower;

    private final Socket socket;
    private final boolean encrypted;

    private Line(Socket lower, Socket socket, boolean encrypted) {
        this.lower = lower;
        this.socket = socket;
        this.encrypted = encrypted;
    }

    static Line inClear(Socket socket) {
        return new Line(socket, socket, false);
    }

    /**
     * @param lower what TLS runs over
     */
    static Line encrypted(Socket lower, SSLSocket socket) {
        return new Line(lower, socket, true);
    }

    boolean isEncrypted() {
        return encrypted;
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** Tells the other side that nothing more comes; it may go on sending. */
    void endOutput() {
        try {
            if (!socket.isOutputShutdown()) {
                socket.shutdownOutput();
            }
        } catch (IOException | UnsupportedOperationException gone) {
            log.trace("The output of a connection was not ended: {}", gone.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            lower.close();
        } catch (IOException gone) {
            log.trace("A connection was not closed in order: {}", gone.getMessage());
        }
    }
}
