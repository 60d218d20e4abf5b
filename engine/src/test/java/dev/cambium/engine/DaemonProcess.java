package dev.cambium.engine;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.compute.DataFolderProcesses;
import dev.cambium.engine.fuse.mount.FuseMount;
import dev.cambium.engine.testing.TestBinaries;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The engine as people run it: a JVM of its own on a home folder, to be stopped or killed. */
final class DaemonProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Path home;
    private final Path output;
    private final Process process;

    private DaemonProcess(Path home, Path output, Process process) {
        this.home = home;
        this.output = output;
        this.process = process;
    }

    /** Starts it without waiting for anything. */
    static DaemonProcess launch(Path home, String... arguments) throws IOException {
        Path output = home.resolveSibling(home.getFileName() + ".out");
        return new DaemonProcess(home, output, command(home, output, arguments).start());
    }

    /** How it is started, with the flags that the launcher gives it. */
    static ProcessBuilder command(Path home, Path output, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("src/main/launch/engine.jvmopts").toAbsolutePath());
        command.add("-XX:TieredStopAtLevel=1");
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("-javaagent:") && option.contains("ebean")) {
                command.add(option); // where the build has not enhanced the classes
            }
        }
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("cambium.history.")) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(EngineMain.class.getName(), "--home", home.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    }

    /** Starts it and returns when it serves. */
    static DaemonProcess start(Path home, String... arguments) throws Exception {
        DaemonProcess daemon = launch(home, arguments);
        try {
            daemon.awaitServing();
            return daemon;
        } catch (IOException | InterruptedException | RuntimeException e) {
            daemon.kill();
            throw e;
        }
    }

    private void awaitServing() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (new EngineHome(home).listening().filter(l -> l.pid() == process.pid()).isEmpty()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the engine did not start: " + output());
            }
            Thread.sleep(5);
        }
    }

    EngineClient client() {
        EngineHome engineHome = new EngineHome(home);
        return EngineClient.connect(
                URI.create(engineHome.listening().orElseThrow().apiUrl()),
                engineHome.apiKey().orElseThrow());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** With SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop; returns its exit code. */
    int stop() throws Exception {
        try (EngineClient client = client()) {
            client.stop();
        }
        return exitCode();
    }

    /** Returns when it has ended by itself. */
    int exitCode() throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new IOException("the engine did not end: " + output());
        }
        return process.exitValue();
    }

    /** All that the engines of this home have printed. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** The processes that work below a folder, each with its start, for numbers are used again. */
    static Set<String> processesBelow(Path folder) throws IOException {
        Set<String> found = new HashSet<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    if (Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder)) {
                        String stat = Files.readString(process.resolve("stat"));
                        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                        found.add(process.getFileName() + " since " + fields[19]);
                    }
                } catch (IOException goneOrNotOurs) {
                    continue;
                }
            }
        }
        return found;
    }

    /** The mounts below a folder, as the kernel has them. */
    static List<String> mountsBelow(Path folder) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ")[4])
                .filter(mounted -> Path.of(mounted).startsWith(folder))
                .toList();
    }

    /** Removes what an engine on a home may have left behind; the home itself stays. */
    static void tidy(Path home) throws IOException {
        DataFolderProcesses.endAll(home);
        HomeLayout layout = new HomeLayout(home);
        FuseMount.unmountStale(layout.mount());
        TestBinaries.deleteTree(layout.sockets());
    }

    @Override
    public void close() throws Exception {
        kill();
        tidy(home);
    }
}
