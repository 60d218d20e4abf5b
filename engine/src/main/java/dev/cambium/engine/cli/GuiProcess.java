package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.EngineHome;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The workbench as a process of its own, which lives on when the command that opened it has ended.
 * The launcher script tells its class path by {@code cambium.gui.classpath}, and where the JVM's
 * AOT cache is, if there is one, by {@code cambium.gui.aot}.
 */
final class GuiProcess {

    /** A window that cannot come up says so within this time, even on a busy computer. */
    private static final Duration EARLY_END = Duration.ofSeconds(4);

    private static final String MAIN_CLASS = "dev.cambium.gui.Workbench";

    /** What the window hands on, so that it can start the engine as well. */
    private static final List<String> HANDED_ON =
            List.of("cambium.jvmopts", "cambium.engine.classpath", "cambium.engine.aot");

    private GuiProcess() {}

    /** Why no window can be shown where a command was typed; null when one can. */
    static @Nullable String noDisplay(Caller caller) {
        boolean display =
                !caller.variable("DISPLAY").orElse("").isEmpty()
                        || !caller.variable("WAYLAND_DISPLAY").orElse("").isEmpty()
                        || System.getProperty("os.name", "").startsWith("Mac");
        return display
                ? null
                : "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened.";
    }

    /**
     * Opens the window.
     *
     * @throws Refusal with its last words when it ends at once
     */
    static void open(EngineHome home) throws IOException, InterruptedException {
        String problem = noDisplay(Caller.here(false, false));
        if (problem != null) {
            throw new Refusal(
                    problem
                            + " Open it in a desktop session, or use the command line: `cambium branches list`.");
        }
        List<String> missing = Packages.missingForWindow();
        if (!missing.isEmpty()) {
            throw new Refusal(
                    "The window needs a system package that is missing. Install it with `%s`."
                            .formatted(Packages.install(missing)));
        }
        String classPath = System.getProperty("cambium.gui.classpath");
        if (classPath == null) {
            throw new Refusal(
                    "The workbench is opened by the launcher script: ./cambium workbench.");
        }
        home.create();
        Path out = home.logs().resolve("workbench.out");
        Process process =
                new ProcessBuilder(command(home, classPath))
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectErrorStream(true)
                        .start();
        if (process.waitFor(EARLY_END.toMillis(), TimeUnit.MILLISECONDS)
                && process.exitValue() != 0) {
            throw new Refusal(
                    "The window did not come up: %s See %s.".formatted(lastLine(out), out));
        }
    }

    private static List<String> command(EngineHome home, String classPath) {
        List<String> command = new ArrayList<>();
        Programs.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+UseSerialGC");
        // The best code takes longer to make than a window gains by it; see docs/measurements.md.
        command.add("-XX:TieredStopAtLevel=1");
        String cache = System.getProperty("cambium.gui.aot");
        if (cache != null && Files.isReadable(Path.of(cache))) {
            command.add("-XX:AOTCache=" + cache);
            command.add("-Xlog:disable");
        }
        for (String name : HANDED_ON) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.addAll(List.of("-cp", classPath, MAIN_CLASS));
        command.addAll(List.of("--home", home.folder().toString()));
        return command;
    }

    private static String lastLine(Path out) throws IOException {
        try (var lines = Files.lines(out)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("\t"))
                    .reduce("it said nothing.", (before, line) -> line);
        }
    }
}
