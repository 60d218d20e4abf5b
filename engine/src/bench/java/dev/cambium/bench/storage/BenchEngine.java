package dev.cambium.bench.storage;

import dev.cambium.engine.Engine;
import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewProject;

import java.net.URI;
import java.nio.file.Path;

/** An engine on layers in a folder of its own, in this process, with one project. */
final class BenchEngine implements AutoCloseable {

    private final Path home;
    private final Engine engine;
    private final EngineClient client;
    private final String project;

    private BenchEngine(Path home, Engine engine, EngineClient client, String project) {
        this.home = home;
        this.engine = engine;
        this.client = client;
        this.project = project;
    }

    static BenchEngine open(Path folder) throws Exception {
        EngineHome home = new EngineHome(folder);
        home.create();
        Engine engine = Engine.open(home, 0, VolumeChoice.LAYERS, () -> {});
        EngineClient client =
                EngineClient.connect(
                        URI.create(home.listening().orElseThrow().apiUrl()), home.apiKeyOrNew());
        String project =
                client.projects().list().stream()
                        .findFirst()
                        .map(known -> known.id())
                        .orElseGet(
                                () ->
                                        client.projects()
                                                .create(
                                                        new NewProject(
                                                                "bench", null, null, "bench"))
                                                .project()
                                                .id());
        return new BenchEngine(folder, engine, client, project);
    }

    Path home() {
        return home;
    }

    EngineClient client() {
        return client;
    }

    String project() {
        return project;
    }

    BranchServer server(String branch) {
        return new BranchServer(this, branch);
    }

    @Override
    public void close() throws Exception {
        client.close();
        engine.close();
    }
}
