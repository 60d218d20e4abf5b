package dev.cambium.engine.gateway;

import dev.cambium.engine.compute.PortOwner;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All ports that are listened on, with one thread for them all: a sleeping branch costs two sockets
 * and no thread. Thread-safe.
 */
final class Listeners implements AutoCloseable {

    /** Takes a client that came to a port. Must return at once. */
    interface Arrival {
        void arrived(SocketChannel client, @Nullable String ownerId);
    }

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    /** A test that opens a hundred connections at once must not see one refused. */
    private static final int BACKLOG = 512;

    /** When the process has no file descriptor left, it takes a while until it has. */
    private static final long PAUSE_MILLIS = 100;

    /**
     * @param ownerId null for the router port
     */
    private record Door(@Nullable String ownerId) {}

    private final Selector selector;
    private final Arrival arrival;
    private final ListenAddresses addresses;
    private final Map<Integer, List<ServerSocketChannel>> open = new HashMap<>();

    /**
     * @param addresses where to listen beside the loopback addresses
     */
    Listeners(Arrival arrival, ListenAddresses addresses) throws IOException {
        this.arrival = arrival;
        this.addresses = addresses;
        this.selector = Selector.open();
        Thread.ofPlatform().daemon().name("gateway-doors").start(this::acceptAll);
    }

    /**
     * Begins to listen on a port of both loopback addresses and of those that were asked for.
     *
     * @param ownerId whose port it is; null for the router port
     * @throws BindException with a sentence that names the owner, if another program listens there
     */
    synchronized void open(int port, @Nullable String ownerId) throws IOException {
        if (open.containsKey(port)) {
            return;
        }
        List<ServerSocketChannel> channels = new ArrayList<>();
        try {
            channels.add(listening(InetAddress.ofLiteral("127.0.0.1"), port, ownerId));
            for (InetAddress address : addresses.others()) {
                channels.add(listening(address, port, ownerId));
            }
        } catch (BindException taken) {
            channels.forEach(Listeners::closeQuietly);
            String owner = PortOwner.find(port).map(found -> " by " + found).orElse("");
            BindException named =
                    new BindException(
                            "Port %d is in use%s. End that program, and the branch is reached again."
                                    .formatted(port, owner));
            named.initCause(taken);
            throw named;
        }
        try {
            channels.add(listening(InetAddress.ofLiteral("::1"), port, ownerId));
        } catch (IOException | UnsupportedOperationException noSuchAddress) {
            log.debug("Port {} is not listened on at ::1: {}", port, noSuchAddress.getMessage());
        }
        open.put(port, channels);
        selector.wakeup();
    }

    /** Ends listening on a port; clients that came are not touched. */
    synchronized void close(int port) {
        List<ServerSocketChannel> channels = open.remove(port);
        if (channels != null) {
            channels.forEach(Listeners::closeQuietly);
            selector.wakeup();
        }
    }

    synchronized boolean isOpen(int port) {
        return open.containsKey(port);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(channels -> channels.forEach(Listeners::closeQuietly));
        open.clear();
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("The selector was not closed: {}", e.getMessage());
        }
    }

    private ServerSocketChannel listening(InetAddress at, int port, @Nullable String ownerId)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(at, port), BACKLOG);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT, new Door(ownerId));
            return channel;
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private void acceptAll() {
        while (selector.isOpen()) {
            try {
                selector.select(this::accept);
            } catch (IOException | RuntimeException e) {
                if (selector.isOpen()) {
                    log.error("The gateway could not look for clients", e);
                    pause();
                }
            }
        }
    }

    private void accept(SelectionKey key) {
        Door door = (Door) key.attachment();
        try {
            SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
            if (client != null) {
                arrival.arrived(client, door.ownerId());
            }
        } catch (ClosedChannelException closedMeanwhile) {
            log.trace("A port was closed while a client came");
        } catch (IOException | RuntimeException e) {
            log.warn("A client could not be let in: {}", e.getMessage());
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("A port was not closed: {}", e.getMessage());
        }
    }
}
