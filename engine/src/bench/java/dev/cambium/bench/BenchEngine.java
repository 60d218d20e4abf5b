package dev.cambium.bench;

import dev.cambium.engine.Engine;
import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An engine with one project, for as long as something is measured: in this process, or in one of
 * its own.
 */
public final class BenchEngine implements AutoCloseable {

    private final Path home;
    private final AutoCloseable engine;
    private final EngineClient client;
    private final String project;

    private BenchEngine(Path home, AutoCloseable engine, EngineClient client, String project) {
        this.home = home;
        this.engine = engine;
        this.client = client;
        this.project = project;
    }

    /** What is measured. */
    interface Measuring {

        /**
         * @param project its id; its default branch is {@code main}, its database {@code bench}
         */
        void run(EngineClient engine, String project) throws Exception;
    }

    /** Measures with an engine in a temporary home. */
    static void with(VolumeChoice volume, Measuring measuring) throws Exception {
        Path folder = Files.createTempDirectory("cambium-bench");
        try (BenchEngine engine = open(folder, volume)) {
            measuring.run(engine.client, engine.project);
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    /**
     * Measures with an engine as people run it: a process of its own, started as the command line
     * starts it, with the JVM's AOT cache if there is one. Its home is temporary.
     */
    static void asPeopleRunIt(Measuring measuring) throws Exception {
        Path folder = Files.createTempDirectory("cambium-bench");
        EngineLauncher launcher = new EngineLauncher(new EngineHome(folder));
        try (BenchEngine engine =
                withProject(folder, launcher::stop, launcher.runningOrStarted(null))) {
            measuring.run(engine.client, engine.project);
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    /** Opens the engine of a home, which gets its project if it has none yet. */
    public static BenchEngine open(Path folder, VolumeChoice volume) throws Exception {
        EngineHome home = new EngineHome(folder);
        home.create();
        Engine engine = Engine.open(home, 0, volume, () -> {});
        return withProject(
                folder,
                engine,
                EngineClient.connect(
                        URI.create(home.listening().orElseThrow().apiUrl()), home.apiKeyOrNew()));
    }

    private static BenchEngine withProject(Path folder, AutoCloseable engine, EngineClient client) {
        List<Project> projects = client.projects().list();
        Project project =
                projects.isEmpty()
                        ? client.projects()
                                .create(new NewProject("bench", null, null, "bench"))
                                .project()
                        : projects.getFirst();
        return new BenchEngine(folder, engine, client, project.id());
    }

    public Path home() {
        return home;
    }

    public EngineClient client() {
        return client;
    }

    /** The id of its project, whose default branch is {@code main} and database {@code bench}. */
    public String project() {
        return project;
    }

    @Override
    public void close() throws Exception {
        client.close();
        engine.close();
    }

    /** A branch's connection string as the driver wants it, through the gateway. */
    public static String jdbc(EngineClient engine, String project, String branch, String sslMode) {
        URI uri =
                URI.create(
                        engine.endpoints()
                                .connectionUri(project, branch, null, null)
                                .connectionUri());
        String[] user = uri.getUserInfo().split(":");
        return "jdbc:postgresql://127.0.0.1:%d%s?user=%s&password=%s&sslmode=%s"
                .formatted(uri.getPort(), uri.getPath(), user[0], user[1], sslMode);
    }
}
