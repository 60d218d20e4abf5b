package dev.cambium.engine.gateway;

import dev.cambium.engine.compute.ServerCertificate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * The door of all branches: listens on their ports and takes who comes to {@link Destinations}.
 * Listens on loopback addresses alone unless told otherwise. Thread-safe.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    /** Each takes two threads and some 200 KB under TLS; computes allow a hundred each. */
    private static final int VISITS_MAX = 4_000;

    /**
     * Not virtual threads: waking goes through native calls (sockets of computes), and two of those
     * would hold both of the threads that virtual ones share on a small computer, so that nobody's
     * bytes moved. A hop less for each message also halves what the relay adds to a short query.
     */
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("visit-", 0).stackSize(256 << 10).factory();

    private final Listeners listeners;
    private final Reception reception;
    private final ScheduledExecutorService timer;
    private final Set<Visit> visits = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(VISITS_MAX);
    private volatile boolean closed;

    public Gateway(
            ServerCertificate certificate, Destinations destinations, ListenAddresses addresses)
            throws IOException {
        this(certificate, destinations, addresses, THREADS);
    }

    Gateway(
            ServerCertificate certificate,
            Destinations destinations,
            ListenAddresses addresses,
            ThreadFactory threads)
            throws IOException {
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("gateway-timer").factory());
        this.reception =
                new Reception(new Tls(certificate), destinations, new CancelKeys(), threads, timer);
        this.listeners = new Listeners(this::arrived, addresses);
    }

    /**
     * Begins to listen for the clients of a branch; does nothing if it already does.
     *
     * @throws java.net.BindException with a sentence that names the owner, if another program
     *     listens there
     */
    public void listen(int port, String ownerId) throws IOException {
        listeners.open(port, ownerId);
    }

    /** Begins to listen on the port on which a client says which branch it wants. */
    public void listenAsRouter(int port) throws IOException {
        listeners.open(port, null);
    }

    /** Ends listening on a port; clients that came stay connected. */
    public void leave(int port) {
        listeners.close(port);
    }

    public boolean listensOn(int port) {
        return listeners.isOpen(port);
    }

    /** How many clients are connected or on their way. */
    public int visits() {
        return visits.size();
    }

    /** Takes no client any more; those that came stay connected. */
    public void leaveAll() {
        listeners.close();
    }

    /** Takes no client any more and ends the connections there are. */
    @Override
    public void close() {
        closed = true;
        listeners.close();
        visits.forEach(Visit::cut);
        timer.shutdownNow();
    }

    private void arrived(SocketChannel client, @Nullable String ownerId) {
        boolean taken = false;
        try {
            if (room.tryAcquire()) {
                taken = true;
                begin(new Visit(client, ownerId, reception));
            } else {
                log.warn("A client is not let in: {} are connected", VISITS_MAX);
                client.close();
            }
        } catch (IOException | RuntimeException e) {
            if (taken) {
                room.release();
            }
            log.warn("A client could not be served: {}", e.getMessage());
        }
    }

    private void begin(Visit visit) {
        visits.add(visit);
        Thread thread =
                reception
                        .threads()
                        .newThread(
                                () -> {
                                    try {
                                        visit.run();
                                    } catch (RuntimeException e) {
                                        log.error("A client was lost", e);
                                    } finally {
                                        visits.remove(visit);
                                        room.release();
                                    }
                                });
        thread.start();
        if (closed) {
            visit.cut();
        }
    }
}
