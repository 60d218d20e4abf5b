package dev.cambium.engine.gateway;

import dev.cambium.engine.gateway.StartupPacket.Cancel;
import dev.cambium.engine.gateway.StartupPacket.GssRequest;
import dev.cambium.engine.gateway.StartupPacket.Startup;
import dev.cambium.engine.gateway.StartupPacket.TlsRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocket;

/**
 * One client, from its first byte to its last: finds out what it wants, gets it there, and passes
 * bytes. Belongs to one thread; {@link #cut()} may be called from any.
 */
final class Visit implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Visit.class);

    /** Default of authentication_timeout in Postgres, which the compute then applies itself. */
    private static final long STARTUP_SECONDS_MAX = 60;

    /** How long a refused client may take to read why. */
    private static final int FAREWELL_MILLIS_MAX = 2_000;

    /** A client that has been told it is refused need not send more than its packets under way. */
    private static final int FAREWELL_BYTES_MAX = 64 << 10;

    /** A compute that ended just after its branch was asked for is asked for once more. */
    private static final int ATTEMPTS_MAX = 2;

    private final Socket socket;
    private final @Nullable String ownerId;
    private final Reception reception;
    private volatile Line client;
    private volatile @Nullable Line server;
    private @Nullable String serverName;

    /**
     * @param ownerId whose port the client came to, null on the router port
     */
    Visit(SocketChannel channel, @Nullable String ownerId, Reception reception) {
        this.socket = channel.socket();
        this.client = Line.inClear(socket);
        this.ownerId = ownerId;
        this.reception = reception;
    }

    @Override
    public void run() {
        ScheduledFuture<?> tooSlow =
                reception.timer().schedule(this::cut, STARTUP_SECONDS_MAX, TimeUnit.SECONDS);
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            Startup startup = startup();
            tooSlow.cancel(false);
            if (startup != null) {
                refuseFromElsewhereInClear();
                serve(startup);
            }
        } catch (RefusedConnectionException refused) {
            tooSlow.cancel(false);
            refuse(refused.state(), String.valueOf(refused.getMessage()));
        } catch (EOFException left) {
            log.trace("A client left before it said what it wants");
        } catch (IOException e) {
            log.debug("A client's connection ended early: {}", e.getMessage());
        } finally {
            tooSlow.cancel(false);
            cut();
        }
    }

    /** Ends it at once, whatever it does. */
    void cut() {
        client.close();
        Line other = server;
        if (other != null) {
            other.close();
        }
    }

    /** The client's startup packet; null if it wanted something else, which is done. */
    private @Nullable Startup startup() throws IOException, RefusedConnectionException {
        InputStream in = firstBytes();
        boolean gssAsked = false;
        while (true) {
            StartupPacket packet = StartupPacket.read(in);
            switch (packet) {
                case Startup startup -> {
                    return startup;
                }
                case Cancel cancel -> {
                    reception.cancel(cancel.key());
                    return null;
                }
                case TlsRequest asked -> {
                    refuseSecond(client.isEncrypted());
                    client.out().write('S');
                    in = encrypt(new byte[0]);
                }
                case GssRequest asked -> {
                    refuseSecond(gssAsked);
                    gssAsked = true;
                    client.out().write('N');
                }
            }
        }
    }

    /** Clients of Postgres 17 and later may begin with TLS without asking. */
    private InputStream firstBytes() throws IOException {
        PushbackInputStream in = new PushbackInputStream(client.in(), 1);
        int first = in.read();
        if (first < 0) {
            throw new EOFException();
        }
        if (first == Tls.HANDSHAKE) {
            return encrypt(new byte[] {(byte) first});
        }
        in.unread(first);
        return in;
    }

    private InputStream encrypt(byte[] consumed) throws IOException {
        String owner = ownerId;
        if (owner != null) {
            reception.threads().newThread(() -> reception.destinations().expect(owner)).start();
        }
        SSLSocket encrypted = reception.tls().answer(socket, consumed);
        client = Line.encrypted(socket, encrypted);
        serverName = Tls.serverName(encrypted);
        return client.in();
    }

    /** Data in clear stays on this computer. */
    private void refuseFromElsewhereInClear() throws RefusedConnectionException {
        InetAddress from = socket.getInetAddress();
        if (!client.isEncrypted() && (from == null || !from.isLoopbackAddress())) {
            throw new RefusedConnectionException(
                    SqlState.INVALID_AUTHORIZATION,
                    "from another computer only encrypted connections are taken: add sslmode=require");
        }
    }

    private static void refuseSecond(boolean already) throws RefusedConnectionException {
        if (already) {
            throw new RefusedConnectionException(
                    SqlState.PROTOCOL_VIOLATION, "encryption was asked for twice");
        }
    }

    private void serve(Startup startup) throws IOException, RefusedConnectionException {
        ConnectionRequest request = request(startup);
        for (int attempt = 1; ; attempt++) {
            try (Destination destination = reception.destinations().open(request)) {
                Line line = connect(destination, attempt);
                if (line != null) {
                    server = line;
                    line.out().write(request.startup().encoded());
                    new Relay(client, line, destination.address(), reception.keys())
                            .run(reception.threads());
                    return;
                }
            }
        }
    }

    private @Nullable Line connect(Destination destination, int attempt)
            throws RefusedConnectionException {
        try {
            return reception.call(destination.address(), client.isEncrypted());
        } catch (ConnectException gone) {
            if (attempt < ATTEMPTS_MAX) {
                return null;
            }
            throw unreachable(gone);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static RefusedConnectionException unreachable(IOException e) {
        return new RefusedConnectionException(
                SqlState.CONNECTION_FAILURE,
                "the compute of this branch does not take connections: " + e.getMessage(),
                e);
    }

    private ConnectionRequest request(Startup startup) {
        StartupOptions options =
                StartupOptions.of(startup.parameters().getOrDefault("options", ""));
        Startup cleaned = startup;
        Map<String, String> selectors = options.selectors();
        if (!selectors.isEmpty()) {
            cleaned = cleaned.with("options", options.rest());
        }
        String branchName = null;
        String database =
                startup.parameters()
                        .getOrDefault("database", startup.parameters().getOrDefault("user", ""));
        int at = database.lastIndexOf('@');
        if (ownerId == null && at >= 0) {
            branchName = database.substring(at + 1);
            cleaned = cleaned.with("database", database.substring(0, at));
        }
        return new ConnectionRequest(ownerId, branchName, serverName, selectors, cleaned);
    }

    /** Tells the client why, and waits until it has read that or gone. */
    private void refuse(SqlState state, String message) {
        try {
            client.out().write(ErrorReply.encoded(state, message));
            client.endOutput();
            socket.setSoTimeout(FAREWELL_MILLIS_MAX);
            client.in().readNBytes(FAREWELL_BYTES_MAX);
        } catch (IOException gone) {
            log.trace("A client did not wait for its refusal: {}", gone.getMessage());
        }
    }

    /** A socket of the kind that visits are made of, for what they call. */
    static Socket connected(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.connect(address);
            return channel.socket();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
