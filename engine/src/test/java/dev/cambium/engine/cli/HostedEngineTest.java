package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two engines, so that it is seen which of them was asked. */
@NullUnmarked
class HostedEngineTest {

    private static final String KEY = "key";

    private final InMemoryEngine here = new InMemoryEngine();
    private final InMemoryEngine there = new InMemoryEngine();
    private ApiServer server;
    private HostedEngine hosted;
    private String project;

    @BeforeEach
    void start() {
        project = here.projects().create(new NewProject("near", "main", null, "db")).project().id();
        server = new ApiServer(there, KEY, 0).start();
        hosted = new HostedEngine(here, EngineClient.connect(server.apiUrl(), KEY));
    }

    @AfterEach
    void stop() {
        hosted.close();
        server.close();
    }

    @Test
    void projectsAndBranchesAreReadHere() {
        here.branches().create(project, new NewBranch("dev", null, false));
        assertThat(hosted.projects().list()).extracting(Project::name).containsExactly("near");
        assertThat(hosted.projects().get("near").id()).isEqualTo(project);
        assertThat(hosted.branches().list(project))
                .extracting(Branch::name)
                .containsExactlyInAnyOrder("main", "dev");
        Branch dev = hosted.branches().get(project, "dev");
        assertThat(hosted.branches().get(project, dev.id())).isEqualTo(dev);
    }

    @Test
    void whatChangesAnythingGoesOverHttp() {
        hosted.projects().create(new NewProject("made", "main", null, "db"));
        assertThat(there.projects().list()).extracting(Project::name).containsExactly("made");
        assertThat(here.projects().list()).extracting(Project::name).containsExactly("near");
    }

    @Test
    void anErrorThatNobodyExpectedIsToldInASentenceAndARefusalAsItIs() {
        assertThatThrownBy(
                        () ->
                                HostedEngine.read(
                                        () -> {
                                            throw new IllegalStateException("broken");
                                        }))
                .isInstanceOfSatisfying(
                        EngineException.class, told -> assertThat(told.status()).isEqualTo(500))
                .hasMessageContaining("did not expect")
                .hasMessageContaining("broken")
                .hasMessageContaining("log");
        assertThatThrownBy(() -> hosted.projects().get("far"))
                .isInstanceOfSatisfying(
                        EngineException.class, told -> assertThat(told.status()).isEqualTo(404));
    }
}
