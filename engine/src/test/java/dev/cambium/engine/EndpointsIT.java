package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.await;
import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.EndpointDefaults;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectUpdate;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.compute.ServerCertificate;
import dev.cambium.engine.posix.Folders;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What clients meet at a branch's address: TLS, roles, cancelling, replication, exchanges. */
class EndpointsIT extends OnEndpoints {

    @Test
    void channelBindingGoesThroughAndTheCertificateCanBeChecked() throws Exception {
        String root = engine.home.resolve("tls/server.crt").toString();
        try (Connection connection =
                engine.connect(
                        "main",
                        "sslmode=verify-full",
                        "sslrootcert=" + root,
                        "channelBinding=require")) {
            assertThat(
                            query(
                                    connection,
                                    "select ssl from pg_stat_ssl where pid = pg_backend_pid()"))
                    .isEqualTo("t");
        }
        try (Connection connection = engine.connect("main")) {
            assertThat(
                            query(
                                    connection,
                                    "select ssl from pg_stat_ssl where pid = pg_backend_pid()"))
                    .isEqualTo("f");
        }
    }

    @Test
    void psqlTakesEveryKindOfTlsThatConnectionStringsSay() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/psql")), "no psql");
        String root = "&sslrootcert=" + engine.home.resolve("tls/server.crt");
        String bound = "&channel_binding=require";
        for (String encrypted :
                List.of(
                        "sslmode=require" + bound,
                        "sslmode=verify-ca" + bound + root,
                        "sslmode=verify-full" + bound + root)) {
            assertThat(psql("localhost", encrypted)).as(encrypted).isEqualTo("t");
        }
        assertThat(psql("127.0.0.1", "sslmode=verify-full" + root)).isEqualTo("t");
        assertThat(psql("localhost", "sslmode=disable")).isEqualTo("f");
        assertThat(psql("localhost", "sslmode=disable" + bound)).contains("channel binding");
        Path other = Files.createTempDirectory("cambium-other");
        ServerCertificate stranger = ServerCertificate.openOrMake(other, Instant.now());
        assertThat(psql("localhost", "sslmode=verify-full&sslrootcert=" + stranger.file()))
                .contains("certificate verify failed");
        Folders.deleteTree(other);
    }

    /** Whether its session is encrypted, or what it says instead. */
    private String psql(String host, String parameters) throws Exception {
        Process process =
                new ProcessBuilder(
                                "/usr/bin/psql",
                                "-qAtc",
                                "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
                                "postgresql://me:%s@%s:%d/shop?%s"
                                        .formatted(
                                                engine.password("main"),
                                                host,
                                                engine.port("main"),
                                                parameters))
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

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
    void wrongPasswordIsRefusedByPostgresItself() {
        for (String mode : List.of("sslmode=disable", "sslmode=require")) {
            SQLException refused =
                    catchThrowableOfType(
                            SQLException.class,
                            () ->
                                    EndpointsFixture.connect(
                                                    engine.port("main"), "shop", "wrong", mode)
                                            .close());
            assertThat(refused.getSQLState()).isEqualTo("28P01");
        }
    }

    @Test
    void statementIsCancelledThroughTheGateway() throws Exception {
        for (String mode : List.of("sslmode=disable", "sslmode=require")) {
            try (Connection connection = engine.connect("main", mode);
                    Statement statement = connection.createStatement()) {
                CompletableFuture<SQLException> ended =
                        CompletableFuture.supplyAsync(
                                () ->
                                        catchThrowableOfType(
                                                SQLException.class,
                                                () -> statement.execute("select pg_sleep(60)")));
                Thread.sleep(500);
                statement.cancel();
                assertThat(ended.get(120, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
                assertThat(query(connection, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void changesAreStreamedByLogicalReplication() throws Exception {
        engine.branch("streamed");
        try (Connection writer = engine.connect("streamed");
                Connection reader =
                        engine.connect(
                                "streamed",
                                "replication=database",
                                "preferQueryMode=simple",
                                "assumeMinServerVersion=16",
                                "sslmode=require")) {
            execute(writer, "create table t (i int primary key)");
            PGConnection replication = reader.unwrap(PGConnection.class);
            replication
                    .getReplicationAPI()
                    .createReplicationSlot()
                    .logical()
                    .withSlotName("s")
                    .withOutputPlugin("test_decoding")
                    .withTemporaryOption()
                    .make();
            try (PGReplicationStream stream =
                    replication
                            .getReplicationAPI()
                            .replicationStream()
                            .logical()
                            .withSlotName("s")
                            .start()) {
                execute(writer, "insert into t values (4711)");
                StringBuilder seen = new StringBuilder();
                await(
                        () -> {
                            ByteBuffer message = stream.readPending();
                            if (message != null) {
                                seen.append(StandardCharsets.UTF_8.decode(message));
                            }
                            return seen.indexOf("i[integer]:4711") >= 0;
                        });
            }
        }
    }

    @Test
    void everyBranchIsReachedThroughTheRouter() throws Exception {
        engine.branch("dev/alice");
        try (Connection connection = engine.connect("dev/alice")) {
            execute(connection, "create table where_am_i as select 'alice' as name");
        }
        int router = engine.client.info().routerPort();
        String password = engine.password("dev/alice");
        for (String database : List.of("shop@dev/alice", "shop@shop/dev/alice")) {
            try (Connection connection =
                    EndpointsFixture.connect(router, database.replace("/", "%2F"), password)) {
                assertThat(query(connection, "select name from where_am_i")).isEqualTo("alice");
            }
        }
        try (Connection connection =
                EndpointsFixture.connect(
                        router,
                        "shop",
                        password,
                        "options=endpoint=" + engine.endpoint("dev/alice") + " -c work_mem=7MB")) {
            assertThat(query(connection, "select name from where_am_i")).isEqualTo("alice");
            assertThat(query(connection, "show work_mem")).isEqualTo("7MB");
        }
        for (String database : List.of("shop@nowhere", "shop")) {
            SQLException refused =
                    catchThrowableOfType(
                            SQLException.class,
                            () -> EndpointsFixture.connect(router, database, password).close());
            assertThat(refused.getSQLState()).isEqualTo("3D000");
        }
    }

    @Test
    void clientsOfABranchThatIsResetAreToldAndNewOnesMeetTheNewState() throws Exception {
        engine.branch("reset");
        try (Connection old = engine.connect("reset")) {
            execute(old, "create table gone (i int)");
            CompletableFuture<Void> reset =
                    CompletableFuture.runAsync(
                            () ->
                                    engine.client
                                            .branches()
                                            .resetFromParent(engine.project, "reset"));
            SQLException told = null;
            while (told == null) {
                try {
                    query(old, "select 1");
                } catch (SQLException e) {
                    told = e;
                }
            }
            assertThat(told.getSQLState()).isEqualTo("57P01");
            try (Connection next = engine.connect("reset")) {
                assertThat(query(next, "select to_regclass('gone') is null")).isEqualTo("t");
            }
            reset.get(60, TimeUnit.SECONDS);
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

    private Connection connectAs(String branch, String role, String password) throws SQLException {
        return EndpointsFixture.connect(
                engine.port(branch), "shop", password, "user=" + role, "sslmode=require");
    }
}
