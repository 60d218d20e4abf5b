package dev.cambium.engine.fuse.mount;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link MountUser} running as a child, and a conversation with it that cannot hang. */
final class MountUserProcess implements AutoCloseable {

    private static final long ANSWER_SECONDS = 30;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    MountUserProcess(String... launcher) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(javaCommand(MountUser.class));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** How to start a class of the test class path in a JVM of its own. */
    static List<String> javaCommand(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Dfile.encoding=UTF-8",
                "-Dsun.jnu.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    /** The answer without its "ok". */
    String ask(String... words) throws Exception {
        commands.write(String.join("\t", words) + "\n");
        commands.flush();
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::readLine);
        String answer;
        try {
            answer = line.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("no answer to " + String.join(" ", words), e);
        }
        if (!answer.startsWith("ok")) {
            throw new AssertionError(answer);
        }
        return answer.substring(2).strip();
    }

    private String readLine() {
        try {
            String line = answers.readLine();
            return line == null ? "failed: the process ended" : line;
        } catch (IOException e) {
            return "failed: " + e;
        }
    }

    @Override
    public void close() throws Exception {
        commands.close();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(120, TimeUnit.SECONDS);
        }
    }
}
