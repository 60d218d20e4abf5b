package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.testing.TestBinaries;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Projects on Postgres 17 of the bundle, and on one that is installed. */
class OtherPostgresIT extends OnEndpoints {

    @Test
    void postgres17IsBranchedResetAndAskedForItsPast() throws Exception {
        project(new NewProject("old", "main", "me", "shop", 17, null));
        try (Connection connection = engine.connect("main")) {
            assertThat(query(connection, "show server_version")).startsWith("17.");
        }
        branchAndReset();
        anonymize();
    }

    @Test
    void installedPostgresIsRememberedAndItsLossIsTold(@TempDir Path folder) throws Exception {
        Path root = TestBinaries.ofVersion("16.15.0").orElse(null);
        assumeTrue(root != null, "no binaries of 16 here");
        Path installed = Files.createSymbolicLink(folder.resolve("installed"), root);
        String bin = installed.resolve("bin").toString();
        project(new NewProject("own", "main", "me", "shop", null, bin));
        assertThat(engine.client.projects().get("own").pgVersion()).isEqualTo(16);
        assertThat(engine.client.projects().get("own").cambiumPostgresBin()).isEqualTo(bin);
        branchAndReset();
        anonymize();

        engine.suspend("dev");
        Files.delete(installed);
        SQLException failure =
                catchThrowableOfType(SQLException.class, () -> engine.connect("dev"));
        assertThat(failure.getSQLState()).isEqualTo("57P03");
        assertThat(failure.getMessage()).contains(bin).contains("cannot be used");
        assertThat(engine.client.branches().get(engine.project, "dev").cambium().stateReason())
                .contains(bin);

        Files.createSymbolicLink(installed, root);
        try (Connection connection = engine.connect("dev")) {
            assertThat(query(connection, "select count(*) from t")).isEqualTo("1");
        }
    }

    @Test
    void whatCannotBeUsedIsRefusedBeforeAnythingIsMade(@TempDir Path folder) {
        int before = engine.client.projects().list().size();
        assertRefused(new NewProject("no", null, null, null, 16, null), "--postgres-bin");
        assertRefused(new NewProject("no", null, null, null, 15, null), "18 and 17 do");
        assertRefused(
                new NewProject("no", null, null, null, null, folder.toString()),
                "no program 'postgres'");
        assertThat(engine.client.projects().list()).hasSize(before);
    }

    private void assertRefused(NewProject request, String text) {
        assertThatThrownBy(() -> engine.client.projects().create(request))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(text);
    }

    private void project(NewProject request) {
        engine.project = engine.client.projects().create(request).project().id();
    }

    /** Filled by a server that writes the least WAL; the one that serves it writes all of it. */
    private void anonymize() throws Exception {
        try (Connection connection = engine.connect("main")) {
            execute(
                    connection,
                    "create table person as select i as id, i || '@corp.test' as email from generate_series(1, 99) i");
            execute(connection, "create unique index on person (email)");
        }
        engine.client
                .anonymize()
                .run(
                        engine.project,
                        new NewAnonymized("safe", "main", null, "shop", null, true, false));
        try (Connection connection = engine.connect("safe")) {
            assertThat(query(connection, "show wal_level")).isEqualTo("logical");
            assertThat(
                            query(
                                    connection,
                                    "select count(distinct email) from person where email like '%@example.%'"))
                    .isEqualTo("99");
        }
    }

    private void branchAndReset() throws Exception {
        try (Connection connection = engine.connect("main")) {
            execute(connection, "create table t as select 1 as i");
        }
        engine.client.branches().create(engine.project, new NewBranch("dev", null, true));
        try (Connection connection = engine.connect("dev")) {
            execute(connection, "insert into t values (2)");
            assertThat(query(connection, "select count(*) from t")).isEqualTo("2");
        }
        engine.client.branches().resetFromParent(engine.project, "dev");
        try (Connection connection = engine.connect("dev")) {
            assertThat(query(connection, "select count(*) from t")).isEqualTo("1");
        }
    }
}
