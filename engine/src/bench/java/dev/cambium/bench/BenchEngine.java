package dev.cambium.bench;

import dev.cambium.engine.Engine;
import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewProject;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** An engine in a temporary home with one project, for as long as something is measured. */
final class BenchEngine {

    private BenchEngine() {}

    /** What is measured. */
    interface Measuring {

        /**
         * @param project its id; its default branch is {@code main}, its database {@code bench}
         */
        void run(EngineClient engine, String project) throws Exception;
    }

    static void with(VolumeChoice volume, Measuring measuring) throws Exception {
        Path folder = Files.createTempDirectory("cambium-bench");
        EngineHome home = new EngineHome(folder);
        home.create();
        try (Engine running = Engine.open(home, 0, volume, () -> {});
                EngineClient engine =
                        EngineClient.connect(
                                URI.create(home.listening().orElseThrow().apiUrl()),
                                home.apiKeyOrNew())) {
            NewProject wish = new NewProject("bench", null, null, "bench");
            measuring.run(engine, engine.projects().create(wish).project().id());
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    /** A branch's connection string as the driver wants it, through the gateway. */
    static String jdbc(EngineClient engine, String project, String branch, String sslMode) {
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
