package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.cli.HostedCommands;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

@NullUnmarked
class FirstAnswersTest {

    @TempDir private Path folder;

    @Test
    void theDaysOfDefaultBranchesAreAskedForSeveralTimesAndNoOthers() throws IOException {
        InMemoryEngine engine = withBranches();
        List<Branch> branches = engine.branches().list(engine.projects().list().getFirst().id());
        EngineHome home = home();
        try (ApiServer server = new ApiServer(engine, home.apiKeyOrNew(), 0).start()) {
            announce(home, server);
            firstAnswers(home, engine).run();
        }
        String main = branches.stream().filter(Branch::isDefault).findFirst().orElseThrow().id();
        assertThat(branches).hasSize(2);
        assertThat(engine.timelinesAsked).containsOnly(main).hasSizeBetween(3, 30);
    }

    @Test
    void anEngineThatIsGoneMeanwhileIsNoError() throws IOException {
        EngineHome home = home();
        InMemoryEngine engine = withBranches();
        assertThatCode(() -> firstAnswers(home, engine).run()).doesNotThrowAnyException();
        try (ApiServer server = new ApiServer(engine, home.apiKeyOrNew(), 0).start()) {
            announce(home, server);
        }
        assertThatCode(() -> firstAnswers(home, engine).run()).doesNotThrowAnyException();
    }

    private static FirstAnswers firstAnswers(EngineHome home, InMemoryEngine engine) {
        return new FirstAnswers(home, new HostedCommands(home, engine));
    }

    private static InMemoryEngine withBranches() {
        InMemoryEngine engine = new InMemoryEngine();
        String project =
                engine.projects().create(new NewProject("shop", "main", null, "db")).project().id();
        engine.branches().create(project, new NewBranch("dev", null, true));
        return engine;
    }

    private EngineHome home() {
        EngineHome home = new EngineHome(folder);
        home.create();
        return home;
    }

    private static void announce(EngineHome home, ApiServer server) throws IOException {
        home.writeListening(
                new EngineHome.Listening(
                        ProcessHandle.current().pid(), server.apiUrl().toString(), "0.1.0"));
    }
}
