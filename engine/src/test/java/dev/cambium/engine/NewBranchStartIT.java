package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.await;
import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/** The server of a new branch starts behind the answer: who connects waits, nobody else does. */
class NewBranchStartIT extends OnEndpoints {

    @Test
    void whoConnectsToANewBranchWaitsForItsOneStart() throws Exception {
        engine.events.clear();
        engine.branch("fresh");
        assertThat(engine.state("fresh")).isIn("starting", "running");
        try (Connection connection = engine.connect("fresh")) {
            assertThat(query(connection, "select 6 * 7")).isEqualTo("42");
        }
        await(() -> engine.starts("fresh") > 0);
        assertThat(engine.starts("fresh")).isEqualTo(1);
    }

    @Test
    void itStartsThoughNobodyConnects() throws Exception {
        engine.branch("alone");
        await(() -> engine.state("alone").equals("running"));
    }

    @Test
    void oneFromThePastRunsWhenItIsTold() throws Exception {
        String head = engine.client.branches().get(engine.project, "main").cambium().headLsn();
        engine.client.branches().create(engine.project, new NewBranch("past", "main", head, true));
        assertThat(engine.state("past")).isEqualTo("running");
    }

    @Test
    void oneThatIsSuspendedAtOnceStaysAsleep() throws Exception {
        for (int i = 0; i < 3; i++) {
            String name = engine.branch("tired" + i);
            engine.suspend(name);
            Thread.sleep(500);
            assertThat(engine.state(name)).isEqualTo("asleep");
        }
    }

    @Test
    void oneThatIsDeletedAtOnceLeavesNoServer() throws Exception {
        Set<Long> before = servers();
        for (int i = 0; i < 3; i++) {
            engine.branch("short" + i);
            engine.client.branches().delete(engine.project, "short" + i);
        }
        await(() -> before.containsAll(servers()));
    }

    @Test
    void oneWhoseServerCannotStartIsThereAndTellsWhy() throws Exception {
        engine.branch("odd");
        try (Connection connection = engine.connect("odd")) {
            execute(connection, "alter system set shared_preload_libraries = 'no_such_library'");
        }
        engine.suspend("odd");
        String parent = engine.client.branches().get(engine.project, "odd").id();
        engine.client.branches().create(engine.project, new NewBranch("heir", parent, true));

        await(() -> engine.state("heir").equals("asleep"));
        assertThat(engine.client.branches().get(engine.project, "heir").cambium().stateReason())
                .contains("no_such_library");
        assertThatThrownBy(() -> engine.connect("heir"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no_such_library");
    }

    @Test
    void oneWithoutAComputeGetsItsOwnWhenSomeoneAsksForOne() throws Exception {
        NewBranch bare = new NewBranch("bare", "main", false);
        String id = engine.client.branches().create(engine.project, bare).branch().id();
        String path = "/projects/" + engine.project + "/endpoints";
        JsonNode wish =
                ApiJson.mapper()
                        .readTree(
                                """
                                {"endpoint": {"branch_id": "%s", "type": "read_write",
                                    "suspend_timeout_seconds": 700}}
                                """
                                        .formatted(id));

        JsonNode made = engine.client.call("POST", path, wish).path("endpoint");

        assertThat(made.path("id").asText()).isEqualTo(engine.endpoint("bare"));
        assertThat(made.path("suspend_timeout_seconds").asInt()).isEqualTo(700);
        assertThat(made.path("current_state").asText()).isEqualTo("active");
        assertThatThrownBy(() -> engine.client.call("POST", path, wish))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("one only");
    }

    private static Set<Long> servers() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }
}
