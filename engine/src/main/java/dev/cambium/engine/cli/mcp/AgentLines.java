package dev.cambium.engine.cli.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What an agent writes, without the lines that are no message of the protocol: the SDK stops
 * reading for good at the first of those. It is read on a thread of its own, so that the agent's
 * end is noticed whether or not the SDK still reads. To be read by one thread.
 */
final class AgentLines extends InputStream {

    /** No agent asks for so much at once; each line goes to the SDK as it comes. */
    private static final int WAITING_MAX = 1_000;

    /** An SDK that has taken no line for so long takes none any more. */
    private static final int SECONDS_MAX = 60;

    /** Stands for the end; every line has its line break at least. */
    private static final byte[] END = {};

    private final InputStream agent;
    private final McpJsonMapper json;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(WAITING_MAX);
    private final CountDownLatch ended = new CountDownLatch(1);
    private byte @Nullable [] line;
    private int next;

    AgentLines(InputStream agent, McpJsonMapper json) {
        this.agent = agent;
        this.json = json;
    }

    /** Begins to read what the agent writes; the thread ends with it, or with the process. */
    void start() {
        Thread.ofPlatform().daemon().name("mcp-lines").start(this::take);
    }

    /** Waits until the agent has closed its side. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) {
        byte[] present = line;
        try {
            while (present == null || (!isEnd(present) && next == present.length)) {
                present = lines.take();
                line = present;
                next = 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
        if (isEnd(present)) {
            return -1;
        }
        int taken = Math.min(count, present.length - next);
        System.arraycopy(present, next, bytes, from, taken);
        next += taken;
        return taken;
    }

    private static boolean isEnd(byte[] taken) {
        return taken.length == END.length;
    }

    private void take() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(agent, StandardCharsets.UTF_8))) {
            String read = reader.readLine();
            while (read != null && (!isMessage(read) || isTaken(bytes(read)))) {
                read = reader.readLine();
            }
            isTaken(END);
        } catch (IOException e) {
            // Whoever wrote there is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private boolean isTaken(byte[] bytes) throws InterruptedException {
        return lines.offer(bytes, SECONDS_MAX, TimeUnit.SECONDS);
    }

    private boolean isMessage(String read) {
        try {
            McpSchema.deserializeJsonRpcMessage(json, read);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static byte[] bytes(String read) {
        return (read + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
