package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Role;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Roles and databases that are made and changed from outside of Postgres. */
class RolesAndDatabasesIT extends OnEndpoints {

    @Test
    void databasesAreRenamedAndGivenAwayWhileSomebodyIsInThem() throws Exception {
        engine.branch("renamed");
        try (Connection staying = engine.connect("renamed")) {
            engine.client.roles().create(engine.project, "renamed", "other");
            Database updated =
                    engine.client
                            .databases()
                            .update(engine.project, "renamed", "shop", "store", "other");
            assertThat(updated.name()).isEqualTo("store");
            assertThat(updated.ownerName()).isEqualTo("other");
            SQLException told =
                    catchThrowableOfType(SQLException.class, () -> query(staying, "select 1"));
            assertThat(told.getSQLState()).isEqualTo("57P01");
        }
        try (Connection connection =
                EndpointsFixture.connect(
                        engine.port("renamed"), "store", engine.password("renamed"))) {
            assertThat(query(connection, "select current_database()")).isEqualTo("store");
        }
        assertThatThrownBy(
                        () ->
                                engine.client
                                        .databases()
                                        .update(engine.project, "renamed", "shop", "x", null))
                .hasMessageContaining("no database 'shop'");
        assertThatThrownBy(
                        () ->
                                engine.client
                                        .databases()
                                        .update(engine.project, "renamed", "store", null, "nobody"))
                .hasMessageContaining("nobody");
    }

    @Test
    void aDatabaseThatSomebodyDeletedBySqlIsNotFoundAndItsNameIsFree() throws Exception {
        engine.branch("behind");
        engine.client.databases().create(engine.project, "behind", "gone", null);
        try (Connection connection = engine.connect("behind")) {
            execute(connection, "drop database gone");
        }
        for (Runnable refused :
                List.<Runnable>of(
                        () -> engine.client.databases().delete(engine.project, "behind", "gone"),
                        () ->
                                engine.client
                                        .databases()
                                        .update(engine.project, "behind", "gone", "x", null))) {
            EngineException told = catchThrowableOfType(EngineException.class, refused::run);
            assertThat(told.status()).isEqualTo(404);
            assertThat(told).hasMessageContaining("gone");
        }
        assertThat(engine.client.databases().create(engine.project, "behind", "gone", null).name())
                .isEqualTo("gone");
        assertThat(engine.client.databases().delete(engine.project, "behind", "gone").name())
                .isEqualTo("gone");
        assertThat(engine.client.databases().list(engine.project, "behind"))
                .extracting(Database::name)
                .containsExactly("shop");
    }

    @Test
    void aDatabaseThatWasGivenAwayBySqlIsGivenBack() throws Exception {
        engine.branch("given");
        engine.client.roles().create(engine.project, "given", "other");
        try (Connection connection = engine.connect("given")) {
            execute(connection, "alter database shop owner to other");
            engine.client.databases().update(engine.project, "given", "shop", null, "me");
            assertThat(
                            query(
                                    connection,
                                    "select pg_get_userbyid(datdba) from pg_database where datname = 'shop'"))
                    .isEqualTo("me");
        }
    }

    @Test
    void rolesHavePasswordsOfTheirOwnThatStayThroughAReset() throws Exception {
        engine.branch("roles");
        String child = engine.branch("heir");
        assertThat(engine.password("heir")).isEqualTo(engine.password("main"));
        Role ann = engine.client.roles().create(engine.project, "roles", "ann");
        String first = ann.password();
        assertThat(first).hasSizeGreaterThan(15);
        connectAs("roles", "ann", first).close();
        Role again = engine.client.roles().resetPassword(engine.project, "roles", "ann");
        assertThatThrownBy(() -> connectAs("roles", "ann", first).close())
                .isInstanceOf(SQLException.class);
        connectAs("roles", "ann", again.password()).close();
        assertThat(engine.client.roles().revealPassword(engine.project, "roles", "ann"))
                .isEqualTo(again.password());
        assertThatThrownBy(() -> engine.client.roles().create(engine.project, "roles", "ann"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("ann");

        Role mine = engine.client.roles().resetPassword(engine.project, "roles", "me");
        engine.client.branches().resetFromParent(engine.project, "roles");
        connectAs("roles", "me", mine.password()).close();
        connectAs("roles", "ann", again.password()).close();
        assertThat(engine.client.roles().list(engine.project, child)).hasSize(1);

        engine.client.roles().delete(engine.project, "roles", "ann");
        assertThatThrownBy(() -> connectAs("roles", "ann", again.password()).close())
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> engine.client.roles().delete(engine.project, "roles", "me"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cannot be deleted");
    }

    @Test
    void aRoleWithoutALoginHasMembersAndNobodysPassword() throws Exception {
        engine.branch("grouped");
        Role all = engine.client.roles().create(engine.project, "grouped", "everybody", false);
        assertThat(all.password()).isNull();
        assertThat(all.authenticationMethod()).isEqualTo("no_login");
        try (Connection connection = engine.connect("grouped")) {
            execute(connection, "create role somebody in role everybody");
        }
        for (Runnable refused :
                List.<Runnable>of(
                        () ->
                                engine.client
                                        .roles()
                                        .resetPassword(engine.project, "grouped", "everybody"),
                        () ->
                                engine.client
                                        .roles()
                                        .revealPassword(engine.project, "grouped", "everybody"),
                        () ->
                                engine.client
                                        .endpoints()
                                        .connectionUri(
                                                engine.project, "grouped", null, "everybody"))) {
            assertThat(catchThrowableOfType(EngineException.class, refused::run).code())
                    .isEqualTo("ROLE_CANNOT_LOG_IN");
        }
        engine.client.branches().resetFromParent(engine.project, "grouped");
        try (Connection connection = engine.connect("grouped")) {
            String rights =
                    "select rolcanlogin or rolsuper from pg_roles where rolname = 'everybody'";
            assertThat(query(connection, rights)).as("made again, as it was").isEqualTo("f");
        }
        engine.client.life().update(engine.project, "grouped", BranchUpdate.protect(true));
        engine.client.branches().create(engine.project, new NewBranch("below", "grouped", false));
        assertThat(engine.client.roles().list(engine.project, "below"))
                .filteredOn(role -> role.name().equals("everybody"))
                .extracting(Role::authenticationMethod)
                .containsExactly("no_login");
        engine.client.life().update(engine.project, "grouped", BranchUpdate.protect(false));
    }

    @Test
    void databasesAreMadeAndDeleted() throws Exception {
        engine.branch("databases");
        engine.client.databases().create(engine.project, "databases", "Extra one", null);
        try (Connection connection =
                EndpointsFixture.connect(
                        engine.port("databases"), "Extra%20one", engine.password("databases"))) {
            assertThat(query(connection, "select current_database()")).isEqualTo("Extra one");
            engine.client.databases().delete(engine.project, "databases", "Extra one");
        }
        assertThat(engine.client.databases().list(engine.project, "databases"))
                .extracting(database -> database.name())
                .containsExactly("shop");
        assertThatThrownBy(
                        () ->
                                engine.client
                                        .databases()
                                        .delete(engine.project, "databases", "never"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("never");
    }

    private Connection connectAs(String branch, String role, String password) throws SQLException {
        return EndpointsFixture.connect(
                engine.port(branch), "shop", password, "user=" + role, "sslmode=require");
    }
}
