package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.EngineEvent;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The stream of events, end to end over HTTP. */
@NullUnmarked
class EventStreamTest extends ApiServerFixture {

    @Test
    void eventsReachWhoeverFollows() throws Exception {
        BlockingQueue<EngineEvent> heard = new LinkedBlockingQueue<>();
        try (AutoCloseable following = client.follow(heard::add, _ -> {})) {
            assertThat(next(heard).kind()).isEqualTo("stream.opened");
            engine.publish("branch.created", "br-a-b-1", "made ü", null);
            engine.publish("operation.progress", "br-a-b-1", "half", 0.5);
            EngineEvent created = next(heard);
            assertThat(created.message()).isEqualTo("made ü");
            assertThat(created.progress()).isNull();
            assertThat(next(heard).progress()).isEqualTo(0.5);
        }
        await(
                () -> {
                    engine.publish("x", "br-a-b-1", "to find out who is gone", null);
                    return server.events().clientCount() == 0;
                });
    }

    @Test
    void aLostStreamIsTakenUpAgain() throws Exception {
        BlockingQueue<EngineEvent> heard = new LinkedBlockingQueue<>();
        BlockingQueue<String> lost = new LinkedBlockingQueue<>();
        try (AutoCloseable following = client.follow(heard::add, lost::add)) {
            next(heard);
            int port = server.apiUrl().getPort();
            server.close();
            assertThat(lost.poll(120, TimeUnit.SECONDS)).isNotNull();
            server = new ApiServer(engine, KEY, port).start();
            assertThat(next(heard).kind()).isEqualTo("stream.opened");
        }
    }

    @Test
    void whoComesBackHearsWhatItMissedAndNothingTwice() throws Exception {
        for (int i = 1; i <= 3; i++) {
            engine.publish("branch.created", "br-a-b-1", "event " + i, null);
        }
        List<String> first = streamed(null, "event 4");
        String lastId = first.stream().filter(line -> line.startsWith("id:")).toList().getLast();
        engine.publish("branch.created", "br-a-b-1", "event 5", null);
        engine.publish("branch.created", "br-a-b-1", "event 6", null);
        assertThat(String.join("\n", streamed(lastId.substring(4), "event 7")))
                .contains("event 5", "event 6", "event 7")
                .doesNotContain("event 4", "event 3");
        assertThat(String.join("\n", streamed("another-2", "event 8")))
                .contains("event 8")
                .doesNotContain("event 7");
    }

    /** The lines of a stream up to an event that is published once it is open. */
    private List<String> streamed(String lastId, String until) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.apiUrl() + "/cambium/events"))
                        .header("Authorization", "Bearer " + KEY);
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            var lines =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofLines())
                            .body()
                            .iterator();
            List<String> read = new ArrayList<>(List.of(lines.next(), lines.next(), lines.next()));
            engine.publish("branch.created", "br-a-b-1", until, null);
            while (!read.getLast().contains(until)) {
                read.add(lines.next());
            }
            http.shutdownNow();
            return read;
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndTheEngineGoesOn() throws Exception {
        try (Socket deaf =
                new Socket(InetAddress.getLoopbackAddress(), server.apiUrl().getPort())) {
            String ask =
                    "GET /api/v2/cambium/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n";
            deaf.getOutputStream().write(ask.formatted(KEY).getBytes(StandardCharsets.UTF_8));
            await(() -> server.events().clientCount() == 1);
            String large = "x".repeat(64 << 10);
            await(
                    () -> {
                        engine.publish("branch.created", "br-a-b-1", large, null);
                        return server.events().clientCount() == 0;
                    });
        }
        assertThat(client.projects().list()).isEmpty();
    }
}
