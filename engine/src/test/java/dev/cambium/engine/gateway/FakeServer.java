package dev.cambium.engine.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server as the gateway meets it: a socket that answers the request for TLS, and what a test has
 * it do from the startup packet on.
 */
final class FakeServer implements Destinations, AutoCloseable {

    /** A connection from its startup packet on. */
    interface Session {
        void serve(StartupPacket first, InputStream in, OutputStream out) throws IOException;
    }

    private final Tls tls;
    private final Session session;
    private final ServerSocket socket;
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger left = new AtomicInteger();
    final List<String> expected = new CopyOnWriteArrayList<>();
    final List<ConnectionRequest> requests = new CopyOnWriteArrayList<>();

    FakeServer(Tls tls, Session session) throws IOException {
        this.tls = tls;
        this.session = session;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::acceptAll);
    }

    @Override
    public Destination open(ConnectionRequest request) {
        requests.add(request);
        opened.incrementAndGet();
        return new Destination() {
            @Override
            public InetSocketAddress address() {
                return (InetSocketAddress) socket.getLocalSocketAddress();
            }

            @Override
            public void close() {
                left.incrementAndGet();
            }
        };
    }

    @Override
    public void expect(String ownerId) {
        expected.add(ownerId);
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                Thread.ofPlatform().daemon().start(() -> serve(accepted));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            Socket current = accepted;
            StartupPacket packet = StartupPacket.read(current.getInputStream());
            if (packet instanceof StartupPacket.TlsRequest) {
                current.getOutputStream().write('S');
                current = tls.answer(accepted, new byte[0]);
                packet = StartupPacket.read(current.getInputStream());
            }
            session.serve(packet, current.getInputStream(), current.getOutputStream());
            current.shutdownOutput();
        } catch (IOException | RefusedConnectionException ended) {
            // The test sees what came of it.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
