package dev.cambium.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.cambium.engine.compute.ServerCertificate;
import dev.cambium.engine.gateway.StartupPacket.Cancel;
import dev.cambium.engine.gateway.StartupPacket.Startup;
import dev.cambium.engine.testing.Patience;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

@Timeout(150) // more than the waits inside, which say what they wait for
class GatewayTest {

    private static final Startup STARTUP =
            new Startup(0x30000, Map.of("user", "me", "database", "shop"));

    @TempDir static Path folder;
    private static ServerCertificate certificate;
    private static Tls tls;

    private FakeServer server;
    private Gateway gateway;
    private int port;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = ServerCertificate.openOrMake(folder.resolve("tls"), Instant.now());
        tls = new Tls(certificate);
    }

    @BeforeEach
    void findPort() throws IOException {
        port = freePort();
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
    }

    private void serve(FakeServer.Session session) throws IOException {
        server = new FakeServer(tls, session);
        gateway = new Gateway(certificate, server, ListenAddresses.LOOPBACK);
        gateway.listen(port, "br-1");
    }

    @Test
    void bytesComeThroughUnchangedBothWaysInClearAndUnderTls() throws Exception {
        serve(GatewayTest::echo);
        for (boolean encrypted : new boolean[] {false, true}) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            try (Socket client = connect(encrypted)) {
                client.getOutputStream().write(STARTUP.encoded());
                byte[] sent = new byte[3_000_000];
                random.nextBytes(sent);
                Thread writer = Thread.ofPlatform().start(() -> writeInPieces(client, sent, seed));
                byte[] received = client.getInputStream().readNBytes(sent.length);
                writer.join();
                assertThat(Arrays.equals(received, sent)).as("seed %d", seed).isTrue();
            }
        }
        await(() -> server.left.get() == 2);
    }

    @Test
    void clientThatEndsItsOutputStillGetsTheRest() throws Exception {
        byte[] answer = new byte[2_000_000];
        new Random(1).nextBytes(answer);
        serve(
                (startup, in, out) -> {
                    in.readAllBytes();
                    out.write(answer);
                });
        for (boolean encrypted : new boolean[] {false, true}) {
            try (Socket client = connect(encrypted)) {
                client.getOutputStream().write(STARTUP.encoded());
                client.getOutputStream()
                        .write("all I have to say".getBytes(StandardCharsets.UTF_8));
                client.shutdownOutput();
                assertThat(Arrays.equals(client.getInputStream().readAllBytes(), answer)).isTrue();
            }
        }
    }

    @Test
    void clientThatDoesNotReadHoldsUpTheServerInsteadOfFillingMemory() throws Exception {
        AtomicLong written = new AtomicLong();
        serve(
                (startup, in, out) -> {
                    byte[] block = new byte[64 << 10];
                    for (int i = 0; i < 1_600; i++) { // 100 MB
                        out.write(block);
                        written.addAndGet(block.length);
                    }
                });
        try (Socket client = connect(false)) {
            client.getOutputStream().write(STARTUP.encoded());
            long before;
            do {
                before = written.get();
                Thread.sleep(300);
            } while (written.get() > before || before == 0);
            assertThat(before).isLessThan(40L << 20); // what kernels keep in four buffers
            long received = 0;
            byte[] block = new byte[1 << 20];
            for (int n; (n = client.getInputStream().read(block)) >= 0; ) {
                received += n;
            }
            assertThat(received).isEqualTo(1_600L * (64 << 10));
        }
    }

    @Test
    void serverSeesAtOnceThatItsClientHasGone() throws Exception {
        BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
        serve((startup, in, out) -> ends.add(in.read()));
        for (boolean encrypted : new boolean[] {false, true}) {
            try (Socket client = connect(encrypted)) {
                client.getOutputStream().write(STARTUP.encoded());
                await(() -> server.opened.get() > server.left.get());
            }
            assertThat(ends.poll(120, TimeUnit.SECONDS)).isEqualTo(-1);
            await(() -> server.opened.get() == server.left.get());
        }
        await(() -> gateway.visits() == 0);
    }

    @Test
    void clientSeesThatTheServerHasGone() throws Exception {
        serve((startup, in, out) -> out.write("bye".getBytes(StandardCharsets.UTF_8)));
        for (boolean encrypted : new boolean[] {false, true}) {
            try (Socket client = connect(encrypted)) {
                client.getOutputStream().write(STARTUP.encoded());
                assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("bye");
            }
        }
        await(() -> server.left.get() == 2);
    }

    @Test
    void whatIsMeantForTheGatewayNeverReachesPostgres() throws Exception {
        BlockingQueue<StartupPacket> packets = new LinkedBlockingQueue<>();
        serve((startup, in, out) -> packets.add(startup));
        int router = freePort();
        gateway.listenAsRouter(router);
        Startup asked =
                new Startup(
                        0x30002,
                        Map.of(
                                "user", "me",
                                "database", "shop@dev/alice",
                                "options", "neon_lsn:0/12 -c geqo=off endpoint=ep-x"));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), router)) {
            client.getOutputStream().write(asked.encoded());
            Startup seen = (Startup) packets.poll(120, TimeUnit.SECONDS);
            assertThat(seen).isNotNull();
            assertThat(seen.protocol()).isEqualTo(0x30002);
            assertThat(seen.parameters())
                    .isEqualTo(Map.of("user", "me", "database", "shop", "options", "-c geqo=off"));
        }
        ConnectionRequest request = server.requests.getFirst();
        assertThat(request.ownerId()).isNull();
        assertThat(request.branchName()).isEqualTo("dev/alice");
        assertThat(request.endpoint()).contains("ep-x");
        assertThat(request.lsn()).contains("0/12");
    }

    @Test
    void databaseWithAnAtSignIsItsNameOnABranchesOwnPort() throws Exception {
        BlockingQueue<StartupPacket> packets = new LinkedBlockingQueue<>();
        serve((startup, in, out) -> packets.add(startup));
        Startup asked = new Startup(0x30000, Map.of("user", "me", "database", "a@b"));
        try (Socket client = connect(false)) {
            client.getOutputStream().write(asked.encoded());
            assertThat(packets.poll(120, TimeUnit.SECONDS)).isEqualTo(asked);
        }
        assertThat(server.requests.getFirst().ownerId()).isEqualTo("br-1");
    }

    @Test
    void cancelRequestFindsItsSessionFromEveryPort() throws Exception {
        BlockingQueue<StartupPacket> cancels = new LinkedBlockingQueue<>();
        byte[] secret = new byte[32];
        new Random(7).nextBytes(secret);
        byte[] start = KeyWatchTest.start(secret);
        serve(
                (packet, in, out) -> {
                    if (packet instanceof Cancel) {
                        cancels.add(packet);
                    } else {
                        out.write(start);
                        in.readAllBytes();
                    }
                });
        int other = freePort();
        gateway.listen(other, "br-2");
        CancelKey key = new CancelKey(4711, ByteBuffer.wrap(secret));
        CancelKey wrong = new CancelKey(4712, ByteBuffer.wrap(secret));
        try (Socket session = connect(true)) {
            session.getOutputStream().write(STARTUP.encoded());
            assertThat(session.getInputStream().readNBytes(start.length)).isEqualTo(start);
            for (CancelKey sent : List.of(wrong, key)) {
                try (Socket cancel = new Socket(InetAddress.getLoopbackAddress(), other)) {
                    cancel.getOutputStream().write(sent.encodedRequest());
                    assertThat(cancel.getInputStream().read()).isEqualTo(-1);
                }
            }
            assertThat(cancels.poll(120, TimeUnit.SECONDS)).isEqualTo(new Cancel(key));
        }
        await(() -> server.left.get() == 1);
        try (Socket late = connect(false)) {
            late.getOutputStream().write(key.encodedRequest());
            assertThat(late.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(cancels).isEmpty();
        assertThat(server.opened).hasValue(1); // no cancel request wakes anything
    }

    @Test
    void bareConnectionsAndNoiseWakeNothing() throws Exception {
        serve(GatewayTest::echo);
        for (int i = 0; i < 5; i++) {
            connect(false).close();
        }
        try (Socket client = connect(false)) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertError(client, "08P01", "invalid length of startup packet");
        }
        try (Socket client = connect(true)) {
            client.getOutputStream().write(new byte[] {0, 0, 0, 1});
            assertError(client, "08P01", "invalid length of startup packet");
        }
        await(() -> gateway.visits() == 0);
        assertThat(server.opened).hasValue(0);
    }

    @Test
    void refusalIsAnErrorOfPostgresWithItsSqlState() throws Exception {
        server = new FakeServer(tls, GatewayTest::echo);
        gateway =
                new Gateway(
                        certificate,
                        request -> {
                            throw new RefusedConnectionException(
                                    SqlState.CANNOT_CONNECT_NOW, "the branch is unwell");
                        },
                        ListenAddresses.LOOPBACK);
        gateway.listen(port, "br-1");
        for (boolean encrypted : new boolean[] {false, true}) {
            try (Socket client = connect(encrypted)) {
                client.getOutputStream().write(STARTUP.encoded());
                assertError(client, "57P03", "the branch is unwell");
            }
        }
    }

    @Test
    void gssIsDeclinedAndTlsMayFollow() throws Exception {
        serve(GatewayTest::echo);
        try (Socket client = connect(false)) {
            client.getOutputStream()
                    .write(ByteBuffer.allocate(8).putInt(8).putInt(80877104).array());
            assertThat(client.getInputStream().read()).isEqualTo('N');
            client.getOutputStream()
                    .write(ByteBuffer.allocate(8).putInt(8).putInt(80877103).array());
            assertThat(client.getInputStream().read()).isEqualTo('S');
            Socket encrypted = tls.call(client);
            encrypted.getOutputStream().write(STARTUP.encoded());
            encrypted.getOutputStream().write('x');
            assertThat(encrypted.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void tlsMayBeginAtOnceAsClientsOfPostgres17Do() throws Exception {
        serve(GatewayTest::echo);
        try (Socket client = connect(false)) {
            Socket encrypted = tls.call(client);
            encrypted.getOutputStream().write(STARTUP.encoded());
            encrypted.getOutputStream().write('y');
            assertThat(encrypted.getInputStream().read()).isEqualTo('y');
        }
    }

    @Test
    void otherComputersAreLetInOnlyWhereThatWasSaidAndOnlyUnderTls() throws Exception {
        assertThatThrownBy(() -> ListenAddresses.of(List.of("203.0.113.7"), true))
                .hasMessageContaining("no address of this computer");
        assertThat(ListenAddresses.of(List.of("127.0.0.1"), false).others()).isEmpty();
        ListenAddresses all = ListenAddresses.of(List.of("all"), true);
        assumeFalse(all.others().isEmpty(), "this computer has no network");
        assertThatThrownBy(() -> ListenAddresses.of(List.of("all"), false))
                .hasMessageContaining("--let-others-connect");
        InetAddress address = all.others().getFirst();

        serve(GatewayTest::echo);
        assertThatThrownBy(() -> new Socket(address, port)).isInstanceOf(ConnectException.class);
        gateway.close();
        gateway = new Gateway(certificate, server, new ListenAddresses(List.of(address)));
        gateway.listen(port, "br-1");
        try (Socket client = new Socket(address, port)) {
            client.getOutputStream().write(STARTUP.encoded());
            assertError(client, "28000", "sslmode=require");
        }
        try (Socket plain = new Socket(address, port)) {
            plain.getOutputStream().write(new byte[] {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f});
            assertThat(plain.getInputStream().read()).isEqualTo('S');
            try (Socket client = tls.call(plain)) {
                client.getOutputStream().write(STARTUP.encoded());
                client.getOutputStream().write(7);
                assertThat(client.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @Test
    void takenPortIsReportedWithItsOwner() throws Exception {
        serve(GatewayTest::echo);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> gateway.listen(other.getLocalPort(), "br-3"))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " is in use by")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void portThatIsLeftRefusesClientsAndKeepsThoseItHas() throws Exception {
        serve(GatewayTest::echo);
        try (Socket client = connect(false)) {
            client.getOutputStream().write(STARTUP.encoded());
            await(() -> server.opened.get() == 1);
            gateway.leave(port);
            client.getOutputStream().write('z');
            assertThat(client.getInputStream().read()).isEqualTo('z');
            await(this::isRefused);
        }
    }

    private boolean isRefused() {
        try (Socket client = connect(false)) {
            return client.getInputStream().read() < 0;
        } catch (IOException refused) {
            return true;
        }
    }

    private static void echo(StartupPacket startup, InputStream in, OutputStream out)
            throws IOException {
        in.transferTo(out);
    }

    private Socket connect(boolean encrypted) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        if (!encrypted) {
            return socket;
        }
        socket.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).putInt(80877103).array());
        assertThat(socket.getInputStream().read()).isEqualTo('S');
        return tls.call(socket);
    }

    private static void writeInPieces(Socket client, byte[] bytes, long seed) {
        Random random = new Random(seed);
        try {
            int at = 0;
            while (at < bytes.length) {
                int count = Math.min(bytes.length - at, 1 + random.nextInt(100_000));
                client.getOutputStream().write(bytes, at, count);
                at += count;
            }
        } catch (IOException e) {
            throw new IllegalStateException("seed " + seed, e);
        }
    }

    private static void assertError(Socket client, String state, String... texts)
            throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        assertThat(in.read()).isEqualTo('E');
        byte[] body = in.readNBytes(in.readInt() - 4);
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("C" + state).contains(texts);
        assertThat(in.read()).isEqualTo(-1);
    }

    private static void await(BooleanSupplier condition) {
        Patience.await("it happens").until(condition::getAsBoolean);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }
}
