package dev.cambium.engine.gateway;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;

/**
 * Passes bytes between a client and a server until both have said all. Whoever reads slowly slows
 * the other down: no more than a buffer's worth is on its way in each direction, apart from what
 * the kernel holds.
 *
 * <p>A client that ends its output still gets the rest of the answer. A server that ends its output
 * is gone, as Postgres never ends one direction alone: the client is told and left.
 */
final class Relay {

    /** Two records of TLS, which are 16 KiB at most. */
    private static final int BUFFER_BYTES = 32 << 10;

    private final Line client;
    private final Line server;
    private final InetSocketAddress address;
    private final CancelKeys keys;

    Relay(Line client, Line server, InetSocketAddress address, CancelKeys keys) {
        this.client = client;
        this.server = server;
        this.address = address;
        this.keys = keys;
    }

    /** Runs until it is over; afterwards both lines are closed. */
    void run(ThreadFactory threads) {
        Thread backward = threads.newThread(this::toClient);
        backward.start();
        toServer();
        join(backward);
        client.close();
        server.close();
    }

    private void toServer() {
        try {
            copy(client.in(), server.out(), null);
            server.endOutput();
        } catch (IOException eitherIsGone) {
            client.close();
            server.close();
        }
    }

    private void toClient() {
        KeyWatch watch = new KeyWatch();
        Watched watched = new Watched(watch);
        try {
            copy(server.in(), client.out(), watched);
            client.endOutput();
        } catch (IOException eitherIsGone) {
            server.close();
        } finally {
            client.close();
            watched.forget();
        }
    }

    private static void copy(InputStream in, OutputStream out, @Nullable Watched watched)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        Watched looking = watched;
        for (int read; (read = in.read(buffer)) >= 0; ) {
            if (looking != null && !looking.see(buffer, read)) {
                looking = null;
            }
            out.write(buffer, 0, read);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server's first messages, and the key found in them. One thread's. */
    private final class Watched {

        private final KeyWatch watch;
        private @Nullable CancelKey key;

        Watched(KeyWatch watch) {
            this.watch = watch;
        }

        /** Whether there is more to look for. The key is known before the client has it. */
        boolean see(byte[] bytes, int length) {
            CancelKey found = watch.see(bytes, length);
            if (found != null) {
                forget();
                key = found;
                keys.put(found, address);
            }
            return !watch.isDone();
        }

        void forget() {
            CancelKey known = key;
            if (known != null) {
                keys.remove(known, address);
                key = null;
            }
        }
    }
}
