package dev.cambium.engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@link HandOverWarmUp} hands commands over to: answers each call with the same frames, those
 * of a command that has the caller run {@code true}. It is no engine, and keeps nothing; its home
 * is a temporary folder.
 */
final class PlayedEngine implements AutoCloseable {

    /** No call of the {@link HandOverWarmUp} is as long. */
    private static final int CALL_BYTES_MAX = 1 << 16;

    private static final String LISTENING = "engine.json";
    private static final String KEY = "api-key";

    private final Path home;
    private final ServerSocket server;

    private PlayedEngine(Path home, ServerSocket server) {
        this.home = home;
        this.server = server;
    }

    /**
     * Begins to listen, on this computer alone.
     *
     * @param version what it says it is of
     */
    static PlayedEngine listen(String version) throws IOException {
        Path home = Files.createTempDirectory("cambium-warm-up");
        ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        PlayedEngine engine = new PlayedEngine(home, server);
        try {
            Files.writeString(home.resolve(KEY), "played");
            // What CommandCall reads of the file, in its order.
            Files.writeString(
                    home.resolve(LISTENING),
                    "{\"apiUrl\": \"http://127.0.0.1:%d/api/v2\", \"version\": \"%s\"}\n"
                            .formatted(server.getLocalPort(), version));
        } catch (IOException e) {
            engine.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("played-engine").start(engine::serve);
        return engine;
    }

    Path folder() {
        return home;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                awaitCall(caller.getInputStream());
                caller.getOutputStream().write(answer());
            } catch (IOException e) {
                // It was closed, or the caller is gone: who comes next is served if there is one.
            }
        }
    }

    /** All of a call comes in one piece here: what was sent is there when its first byte is. */
    private static void awaitCall(InputStream in) throws IOException {
        byte[] call = new byte[CALL_BYTES_MAX];
        if (in.read(call) < 0) {
            throw new IOException("nothing was asked");
        }
    }

    private static byte[] answer() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(answer);
        out.writeBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        frame(out, 'o', "\n");
        frame(out, 'p', String.join("\0", "", "1", "PLAYED=1", "1", "run-ended", "true"));
        frame(out, 'x', "\0");
        return answer.toByteArray();
    }

    private static void frame(DataOutputStream out, char kind, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(home.resolve(LISTENING));
        Files.deleteIfExists(home.resolve(KEY));
        Files.delete(home);
    }
}
