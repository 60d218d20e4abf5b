package dev.cambium.engine.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * What all visits share.
 *
 * @param timer runs what returns at once
 */
record Reception(
        Tls tls,
        Destinations destinations,
        CancelKeys keys,
        ThreadFactory threads,
        ScheduledExecutorService timer) {

    private static final Logger log = LoggerFactory.getLogger(Reception.class);

    /** A postmaster that is alive answers within milliseconds. */
    private static final long CALL_SECONDS_MAX = 30;

    /** Connects to a compute, up to where the startup packet is due. */
    Line call(InetSocketAddress address, boolean encrypted) throws IOException {
        Socket socket = Visit.connected(address);
        Line line = Line.inClear(socket);
        var tooSlow = timer.schedule(line::close, CALL_SECONDS_MAX, TimeUnit.SECONDS);
        try {
            if (encrypted) {
                line.out().write(TLS_REQUEST);
                int answer = line.in().read();
                if (answer != 'S') {
                    throw new IOException("it does not speak TLS");
                }
                line = Line.encrypted(socket, tls.call(socket));
            }
            return line;
        } catch (IOException e) {
            line.close();
            throw e;
        } finally {
            tooSlow.cancel(false);
        }
    }

    private static final byte[] TLS_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f};

    /**
     * Passes a cancel request on and waits until the server has taken it; a key that no session has
     * is ignored, as Postgres does.
     */
    void cancel(CancelKey key) {
        Optional<InetSocketAddress> address = keys.addressOf(key);
        if (address.isEmpty()) {
            log.debug("A cancel request names no session that passes here");
            return;
        }
        try (Line line = call(address.get(), false)) {
            var tooSlow = timer.schedule(line::close, CALL_SECONDS_MAX, TimeUnit.SECONDS);
            try {
                line.out().write(key.encodedRequest());
                int ignored = line.in().read(); // it answers by closing
                log.trace("A cancel request was taken: {}", ignored);
            } finally {
                tooSlow.cancel(false);
            }
        } catch (IOException e) {
            log.debug("A cancel request did not get through: {}", e.getMessage());
        }
    }
}
