package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Neon's own clients, from npm, at exact versions; installed once below target. */
final class NeonPackages {

    private static final List<String> VERSIONS =
            List.of("neon@6.2.3", "@neondatabase/api-client@2.7.3");

    private static final Path CLIENTS = Path.of("target/neon-clients").toAbsolutePath();
    private static final Path MCP = Path.of("target/neon-mcp").toAbsolutePath();

    /**
     * The server as it is, with its own website's libraries left out, which take minutes to fetch,
     * and one that it wants from elsewhere than npm in the version that npm has.
     */
    private static final String MCP_PACKAGE =
            """
            {
              "private": true,
              "overrides": {
                "@fastify/otel": "0.8.0",
                "next": "npm:empty-npm-package@1.0.0",
                "lucide-react": "npm:empty-npm-package@1.0.0",
                "@radix-ui/react-accordion": "npm:empty-npm-package@1.0.0",
                "@tailwindcss/postcss": "npm:empty-npm-package@1.0.0",
                "class-variance-authority": "npm:empty-npm-package@1.0.0",
                "react-syntax-highlighter": "npm:empty-npm-package@1.0.0",
                "tailwind-merge": "npm:empty-npm-package@1.0.0"
              }
            }
            """;

    private static final int SECONDS_MAX = 240;

    /** What a program wrote, and how it ended. */
    record Ran(int code, String out, String err) {

        Ran ok() {
            assertThat(code).as(() -> out + err).isZero();
            return this;
        }
    }

    private NeonPackages() {}

    /** The folder that has the CLI and the API client. */
    static Path installed() throws IOException, InterruptedException {
        return installed(CLIENTS, "{\"private\":true}", VERSIONS);
    }

    /** The folder that has the MCP server. */
    static Path mcpServer() throws IOException, InterruptedException {
        return installed(MCP, MCP_PACKAGE, List.of("@neondatabase/mcp-server-neon@0.6.5"));
    }

    /** Skips the test when there is no npm, or when it reaches no registry. */
    private static synchronized Path installed(
            Path folder, String packageJson, List<String> packages)
            throws IOException, InterruptedException {
        Path done = folder.resolve("installed");
        String wanted = String.join(" ", packages) + packageJson;
        if (Files.exists(done) && Files.readString(done).equals(wanted)) {
            return folder;
        }
        assumeThat(isThere("npm") && isThere("node")).as("there is no npm here").isTrue();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("package.json"), packageJson);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "npm",
                                "install",
                                "--no-save",
                                "--no-package-lock",
                                "--no-audit",
                                "--no-fund",
                                "--ignore-scripts"));
        command.addAll(packages);
        Ran ran = run(folder, Map.of(), "", command.toArray(String[]::new));
        assumeThat(ran.code()).as("npm could not install %s: %s", wanted, ran.err()).isZero();
        Files.writeString(done, wanted);
        return folder;
    }

    static boolean isThere(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * Runs a program to its end.
     *
     * @param input what it reads
     */
    static Ran run(Path folder, Map<String, String> environment, String input, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("neon", ".out");
        Path err = Files.createTempFile("neon", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().putAll(environment);
            Process process =
                    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no end after %d s: %s".formatted(SECONDS_MAX, command[0]));
            }
            return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
