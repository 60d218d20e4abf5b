package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.CommandLineHost.Watch;
import dev.cambium.engine.testing.Patience;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a command learns of whoever typed it. */
class CommandResourceTest {

    private final CountDownLatch left = new CountDownLatch(1);

    @Test
    void tellsACommandThatNobodyWaitsForItAnyMore() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ApiServer server =
                served(
                        prints -> {
                            try (Watch watch = prints.whenLeft(left::countDown)) {
                                await(left);
                            }
                            ended.countDown();
                        })) {
            try (Socket caller = call(server)) {
                assertThat(caller.getInputStream().read()).isNotNegative(); // it is under way
            }
            await(ended);
        }
    }

    @Test
    void leavesACommandAloneThatIsWaitedFor() throws Exception {
        try (ApiServer server =
                served(
                        prints -> {
                            try (Watch watch = prints.whenLeft(left::countDown)) {
                                sleep(1_800); // three looks
                            }
                        })) {
            String answer;
            try (Socket caller = call(server)) {
                answer = text(caller.getInputStream());
            }
            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("x\0\0\0\1\0");
            sleep(1_200);
            assertThat(left.getCount()).isOne();
        }
    }

    private static ApiServer served(Work work) throws IOException {
        CommandLineHost host =
                (arguments, caller, prints) -> {
                    work.with(prints);
                    return 0;
                };
        return new ApiServer(new InMemoryEngine(), "key", 0, host).start();
    }

    private interface Work {
        void with(CommandLineHost.Prints prints);
    }

    private static Socket call(ApiServer server) throws IOException {
        Socket caller = new Socket(InetAddress.getLoopbackAddress(), server.apiUrl().getPort());
        caller.setSoTimeout((int) Patience.LIMIT.toMillis());
        String request =
                "POST /api/v2/cambium/command HTTP/1.0\r\nHost: 127.0.0.1\r\n"
                        + "Authorization: Bearer key\r\nContent-Length: 6\r\n\r\n/\0001\0go";
        caller.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return caller;
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
