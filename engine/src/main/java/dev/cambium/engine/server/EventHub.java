package dev.cambium.engine.server;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineException;

import io.javalin.http.Context;

import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives the engine's events to every client that listens (server-sent events). Each client has a
 * bounded queue and a thread that writes; one that falls behind is cut off, so that it neither
 * slows the engine nor fills its memory, and comes back by itself. Thread-safe.
 */
final class EventHub implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

    /** Some seconds of a busy import; a client further behind should read its lists anew. */
    static final int QUEUED_EVENTS_MAX = 1024;

    /** More windows and commands than one person has open; each costs a connection. */
    static final int CLIENTS_MAX = 64;

    /** Shorter than what any proxy or idle timeout allows. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final byte[] HEARTBEAT_LINE = ":\n\n".getBytes(StandardCharsets.UTF_8);

    /** Events are numbered anew in each engine's life; the ids of the stream tell those apart. */
    private final String life = "%08x".formatted(ThreadLocalRandom.current().nextInt());

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastSequence = new AtomicLong();

    /** The newest events, for clients that come back; as many as a client's queue takes. */
    private final Deque<EngineEvent> told = new ArrayDeque<>();

    private volatile boolean closed;

    /** One listener: its queue, and the connection under it. */
    private record Client(BlockingQueue<byte[]> queue, EndPoint connection) {}

    /** Queues an event for every client; never waits for one. */
    synchronized void publish(EngineEvent event) {
        lastSequence.accumulateAndGet(event.sequence(), Math::max);
        byte[] message = message(event, id(event.sequence()));
        told.addLast(event);
        if (told.size() > QUEUED_EVENTS_MAX) {
            told.removeFirst();
        }
        for (Client client : clients) {
            if (!client.queue().offer(message)) {
                LOG.info("an event stream was cut off: its client does not keep up");
                drop(client);
            }
        }
    }

    /**
     * Writes events to one client until it goes, falls behind, or the hub closes. One that comes
     * back and says in {@code Last-Event-ID} what it heard last hears first what it missed, as far
     * as that is remembered.
     */
    void stream(Context context) throws IOException {
        if (clients.size() >= CLIENTS_MAX) {
            throw new EngineException(
                    503,
                    "TOO_MANY_LISTENERS",
                    "%d clients already listen to the engine's events. Close a window or a command that does."
                            .formatted(CLIENTS_MAX));
        }
        Client client =
                new Client(
                        new ArrayBlockingQueue<>(QUEUED_EVENTS_MAX),
                        ServletContextRequest.getServletContextRequest(context.req())
                                .getConnectionMetaData()
                                .getConnection()
                                .getEndPoint());
        String heard = join(client, context.header("Last-Event-ID"));
        try {
            context.res().setStatus(200);
            context.res().setContentType("text/event-stream");
            context.res().setCharacterEncoding("UTF-8");
            context.res().setHeader("Cache-Control", "no-store");
            write(context.res().getOutputStream(), client, heard);
        } finally {
            clients.remove(client);
        }
    }

    /**
     * Lets it hear all from its last event on, each once.
     *
     * @return the id of the last event that it will not hear
     */
    private synchronized String join(Client client, @Nullable String lastId) {
        String begin = id(0).substring(0, id(0).length() - 1);
        long heard = lastSequence.get();
        if (lastId != null && lastId.matches(begin + "\\d{1,18}")) {
            heard = Long.parseLong(lastId.substring(begin.length()));
        }
        for (EngineEvent event : told) {
            if (event.sequence() > heard) {
                client.queue().add(message(event, id(event.sequence())));
            }
        }
        clients.add(client);
        return id(heard);
    }

    private String id(long sequence) {
        return life + "-" + sequence;
    }

    /** Ends every stream. */
    @Override
    public void close() {
        closed = true;
        clients.forEach(this::drop);
    }

    int clientCount() {
        return clients.size();
    }

    private void write(OutputStream out, Client client, String heard) throws IOException {
        out.write(message(opened(), heard));
        out.flush();
        try {
            while (!closed && clients.contains(client)) {
                byte[] next = client.queue().poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                out.write(next == null ? HEARTBEAT_LINE : next);
                if (client.queue().isEmpty()) {
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The client is gone, which is how every stream ends.
            LOG.debug("an event stream ended", e);
        }
    }

    private void drop(Client client) {
        clients.remove(client);
        // Closing the connection also wakes a thread that is stuck writing to it.
        client.connection().close();
    }

    private EngineEvent opened() {
        return new EngineEvent(
                lastSequence.get(),
                Instant.now(),
                "stream.opened",
                null,
                null,
                null,
                "The event stream is open.",
                null);
    }

    private static byte[] message(EngineEvent event, String id) {
        try {
            String json = ApiJson.mapper().writeValueAsString(event);
            return ("id: " + id + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that cannot be written: " + event, e);
        }
    }
}
