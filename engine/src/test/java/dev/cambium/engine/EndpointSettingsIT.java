package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EndpointDefaults;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectUpdate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;

/** What is set for endpoints, by themselves and for all of a project. */
class EndpointSettingsIT extends OnEndpoints {

    @Test
    void settingsAreTriedBeforeTheyAreTakenAndHoldFromTheNextStartOn() throws Exception {
        engine.branch("tuned");
        set("tuned", Map.of("work_mem", "11MB", "max_connections", "33"), "pg_stat_statements");
        engine.client.endpoints().restart(engine.project, engine.endpoint("tuned"));
        try (Connection connection = engine.connect("tuned")) {
            assertThat(query(connection, "show work_mem")).isEqualTo("11MB");
            assertThat(query(connection, "show max_connections")).isEqualTo("33");
            execute(connection, "create extension pg_stat_statements");
            assertThat(query(connection, "select count(*) >= 0 from pg_stat_statements"))
                    .isEqualTo("t");
            assertThat(query(connection, "show fsync")).isEqualTo("on");
        }
        assertRefused("tuned", Map.of("work_mem", "eleven"), "work_mem");
        assertRefused("tuned", Map.of("no_such_setting", "1"), "no_such_setting");
        assertRefused("tuned", Map.of("shared_buffers", "900TB"), "");
        assertRefused("tuned", Map.of("fsync", "off"), "set by the engine itself");
        assertRefused("tuned", Map.of("port", "5555"), "cannot be set here. Nothing was changed.");
        assertRefused(
                "tuned",
                Map.of("max_connections", "5", "superuser_reserved_connections", "9"),
                "superuser_reserved_connections");
        assertThat(engine.client.endpoints().of(engine.project, "tuned").getFirst().settings())
                .containsEntry("pg_settings", Map.of("max_connections", "33", "work_mem", "11MB"));
    }

    @Test
    void aProjectTellsAfterHowLongItsBranchesFallAsleep() {
        EndpointDefaults before = defaults(null);
        assertThat(before.suspendTimeoutSeconds()).isEqualTo(300);
        assertThat(defaults(90L)).isEqualTo(new EndpointDefaults(90, Map.of()));
        assertThat(defaults(-1L).suspendTimeoutSeconds()).isEqualTo(-1);
        assertThat(defaults(0L)).isEqualTo(before);
    }

    @Test
    void whatHoldsForItsEndpointsHoldsFromTheBeginningOfAProject() throws Exception {
        NewProject wish =
                new NewProject("tuned", "main", "me", "shop")
                        .withHistory(7_200L, 5_000_000_000L)
                        .withEndpointDefaults(
                                new EndpointUpdate(77L, null, Map.of("work_mem", "9MB"), null));
        Created.ProjectReply made = engine.client.projects().create(wish);
        assertThat(made.project().historyRetentionSeconds()).isEqualTo(7_200);
        assertThat(made.project().cambiumHistoryMaxBytes()).isEqualTo(5_000_000_000L);
        assertThat(made.project().defaultEndpointSettings())
                .isEqualTo(new EndpointDefaults(77, Map.of("work_mem", "9MB")));
        ConnectionUri.Parameters at = made.connectionUris().getFirst().connectionParameters();
        String url = "jdbc:postgresql://%s/%s".formatted(at.host(), at.database());
        try (Connection connection = DriverManager.getConnection(url, at.role(), at.password())) {
            assertThat(query(connection, "show work_mem")).isEqualTo("9MB");
        }
        engine.client.projects().delete(made.project().id());
    }

    @Test
    void aProjectWhosePostgresWouldNotStartIsNotMade() {
        EndpointUpdate broken = new EndpointUpdate(null, null, Map.of("work_mem", "much"), null);
        NewProject wish =
                new NewProject("broken", "main", "me", "shop").withEndpointDefaults(broken);
        assertThatThrownBy(() -> engine.client.projects().create(wish))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("work_mem");
        assertThat(engine.client.projects().list())
                .extracting(Project::name)
                .doesNotContain("broken");
    }

    /** Of the project after its timeout was set; null leaves it. */
    private EndpointDefaults defaults(@Nullable Long suspendSeconds) {
        if (suspendSeconds != null) {
            EndpointUpdate timeout = new EndpointUpdate(suspendSeconds, null, null, null);
            engine.client
                    .projects()
                    .update(engine.project, new ProjectUpdate(null, null, null, timeout));
        }
        return engine.client.projects().get(engine.project).defaultEndpointSettings();
    }

    private void set(String branch, Map<String, String> settings, String... libraries) {
        engine.client
                .endpoints()
                .update(
                        engine.project,
                        engine.endpoint(branch),
                        new EndpointUpdate(null, null, settings, List.of(libraries)));
    }

    private void assertRefused(String branch, Map<String, String> settings, String text) {
        assertThatThrownBy(() -> set(branch, settings))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining(text);
    }
}
