package dev.cambium.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who listens at a port is found, whatever else is opened and closed meanwhile. */
class PortOwnerTest {

    private static final Path NOTHING = Path.of("/dev/null");

    @Test
    void aProcessIsFoundWhileItOpensAndClosesOtherFiles() throws Exception {
        // Numbers below that of the socket, so that they are looked at first.
        List<InputStream> before = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            before.add(Files.newInputStream(NOTHING));
        }
        AtomicBoolean done = new AtomicBoolean();
        Thread churn = Thread.ofPlatform().unstarted(() -> openAndCloseUntil(done));
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            for (InputStream file : before) {
                file.close();
            }
            churn.start();
            int port = listening.getLocalPort();
            assertThat(PortOwner.isFree(port)).isFalse();
            String self = "process " + ProcessHandle.current().pid();
            for (int i = 0; i < 300; i++) {
                assertThat(PortOwner.find(port))
                        .hasValueSatisfying(owner -> assertThat(owner).contains(self));
            }
        } finally {
            done.set(true);
            churn.join();
        }
    }

    private static void openAndCloseUntil(AtomicBoolean done) {
        while (!done.get()) {
            try (InputStream file = Files.newInputStream(NOTHING)) {
                assertThat(file).isNotNull();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
