package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.EngineLauncher;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cambium engine}. */
@Command(
        name = "engine",
        header = "Start and stop the engine, and see how it is.",
        description = {
            "",
            "One engine serves one home folder. Other commands start it when they need",
            "it.",
            ""
        })
final class EngineCommand extends NounCommand {

    private static final int PORT_MAX = 65_535;

    @Override
    List<Class<?>> verbs() {
        return List.of(
                Start.class,
                Stop.class,
                Status.class,
                Certificate.class,
                EngineInstall.class,
                EngineUninstall.class);
    }

    @Command(name = "start", header = "Start the engine; does nothing when it runs.")
    static final class Start extends Verb {

        @Option(
                names = "--port",
                paramLabel = "PORT",
                description = "Where the API listens on 127.0.0.1; left out or 0, any free port.")
        private @Nullable Integer port;

        @Mixin private ListenOptions listen = new ListenOptions();

        @Override
        void run() {
            List<String> more = listen.arguments();
            if (port != null && (port < 0 || port > PORT_MAX)) {
                throw new picocli.CommandLine.ParameterException(
                        spec().commandLine(), "A port is a number from 0 to " + PORT_MAX + ".");
            }
            EngineLauncher launcher = cambium().launcher();
            Optional<EngineClient> running = launcher.running();
            try (EngineClient engine =
                    running.orElseGet(() -> launcher.runningOrStarted(port, more))) {
                EngineInfo info = engine.info();
                if (running.isPresent()) {
                    refuseOtherPort(info);
                    refuseListening();
                    output().sayWithTable("The engine was running already.");
                }
                listen.warnings().forEach(output()::sayWithTable);
                printStatus(output(), launcher.home(), info);
            }
        }

        private void refuseListening() {
            if (listen.given()) {
                throw new Refusal(
                        "The engine runs already, and keeps to where it listens. `cambium engine stop` first, then start it with --listen.");
            }
        }

        private void refuseOtherPort(EngineInfo info) {
            int listening = URI.create(info.apiUrl()).getPort();
            if (port != null && port != 0 && port != listening) {
                throw new Refusal(
                        "The engine runs already and listens on port %d. `cambium engine stop` first, then start it on %d."
                                .formatted(listening, port));
            }
        }
    }

    @Command(
            name = "stop",
            header = "Stop the engine and all its Postgres processes.",
            description = "Returns when nothing of it is left running.")
    static final class Stop extends Verb {

        @Override
        void run() {
            EngineLauncher launcher = cambium().launcher();
            if (cambium().isHosted()) {
                // What is told is seen when this process has ended.
                cambium().holdUntilEnd();
                tell(launcher.home(), true);
                engine().stop();
                return;
            }
            tell(launcher.home(), launcher.stop());
        }

        private void tell(EngineHome home, boolean stopped) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("home", home.folder().toString());
            result.put("stopped", stopped);
            output().print(
                            result,
                            () ->
                                    Table.properties()
                                            .whenEmpty(
                                                    stopped
                                                            ? "The engine has stopped."
                                                            : "No engine was running on %s."
                                                                    .formatted(home.folder())));
        }
    }

    @Command(name = "status", header = "Tell whether the engine runs, where, and on what.")
    static final class Status extends Verb {

        @Override
        void run() {
            EngineLauncher launcher = cambium().launcher();
            Optional<EngineClient> running = launcher.running();
            if (running.isEmpty()) {
                throw new EngineException(
                        0,
                        "ENGINE_NOT_RUNNING",
                        "No engine is running on %s. `cambium engine start` starts it."
                                .formatted(launcher.home().folder()));
            }
            try (EngineClient engine = running.get()) {
                printStatus(output(), launcher.home(), engine.info());
            }
        }
    }

    @Command(
            name = "certificate",
            header = "Print the certificate of the branches, for sslrootcert.",
            description = {
                "",
                "Who names it as its root can connect with sslmode=verify-full:",
                "`cambium connection-string --ssl verify-full` does.",
                ""
            })
    static final class Certificate extends Verb {

        @Override
        void run() throws IOException {
            Path file = cambium().launcher().home().certificate();
            if (!Files.exists(file)) {
                throw new Refusal(
                        "There is no certificate yet: the engine makes it at its first start. `cambium engine start` starts it.");
            }
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            output().printLine(pem.strip(), Map.of("file", file.toString(), "certificate", pem));
        }
    }

    private static void printStatus(Output output, EngineHome home, EngineInfo info) {
        output.print(
                info,
                () ->
                        Table.properties()
                                .row("State", "running since " + Moment.local(info.startedAt()))
                                .row("API", info.apiUrl())
                                .row("Process", String.valueOf(info.pid()))
                                .row("Version", info.version())
                                .row("Postgres", info.postgresVersion())
                                .row("Volume", info.volume() + ": " + info.volumeReason())
                                .row(
                                        "Router",
                                        "127.0.0.1:" + info.routerPort() + ", as dbname@branch")
                                .row("Reached from", reach(info))
                                .row("Home", info.home())
                                .row("API key", home.apiKeyFile().toString())
                                .row("Logs", home.logs().toString()));
    }

    private static String reach(EngineInfo info) {
        return info.openTo().isEmpty()
                ? "this computer alone"
                : "other computers too, at " + String.join(", ", info.openTo());
    }
}
