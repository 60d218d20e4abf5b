package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.await;
import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.compute.ServerCertificate;
import dev.cambium.engine.posix.Folders;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What clients meet at a branch's address: TLS, cancelling, replication, the router, exchanges. */
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
            reset.get(120, TimeUnit.SECONDS);
        }
    }

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
}
