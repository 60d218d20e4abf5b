package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.await;
import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Branches sleep until someone connects, and fall asleep when nobody needs them. */
class WakeAndSleepIT extends OnEndpoints {

    @Test
    void fiftyClientsAtOnceStartASleepingBranchOnce() throws Exception {
        engine.branch("many");
        engine.suspend("many");
        engine.events.clear();
        int port = engine.port("many");
        String password = engine.password("many");
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(50)) {
            for (int i = 0; i < 50; i++) {
                answers.add(
                        clients.submit(
                                () -> {
                                    try (Connection connection =
                                            EndpointsFixture.connect(port, "shop", password)) {
                                        return query(connection, "select 6 * 7");
                                    }
                                }));
            }
        }
        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("42");
        }
        await(() -> engine.starts("many") >= 1);
        assertThat(engine.starts("many")).isEqualTo(1);
    }

    @Test
    void bareConnectionsAndCancelRequestsWakeNothing() throws Exception {
        engine.branch("bare");
        engine.suspend("bare");
        int port = engine.port("bare");
        for (int i = 0; i < 3; i++) {
            new Socket(InetAddress.getByName("127.0.0.1"), port).close();
        }
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.getOutputStream()
                    .write(
                            ByteBuffer.allocate(16)
                                    .putInt(16)
                                    .putInt(80877102)
                                    .putInt(1)
                                    .putInt(2)
                                    .array());
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        Thread.sleep(300);
        assertThat(engine.state("bare")).isEqualTo("asleep");
    }

    @Test
    void clientsThatGiveUpWhileABranchWakesLeaveNothing() throws Exception {
        engine.branch("given-up");
        engine.suspend("given-up");
        byte[] startup = startupOf("me", "shop");
        for (int i = 0; i < 10; i++) {
            try (Socket socket =
                    new Socket(InetAddress.getByName("127.0.0.1"), engine.port("given-up"))) {
                socket.getOutputStream().write(startup);
            }
        }
        await(() -> engine.state("given-up").equals("running"));
        try (Connection connection = engine.connect("given-up")) {
            await(
                    () ->
                            query(
                                            connection,
                                            "select count(*) from pg_stat_activity where"
                                                    + " backend_type = 'client backend' and"
                                                    + " client_addr is not null")
                                    .equals("1"));
        }
    }

    @Test
    void failedWakeIsAnErrorWithItsReasonAndCanBeSeen() throws Exception {
        engine.branch("broken");
        try (Connection connection = engine.connect("broken")) {
            execute(connection, "alter system set shared_preload_libraries = 'no_such_library'");
        }
        engine.suspend("broken");

        SQLException failure =
                catchThrowableOfType(SQLException.class, () -> engine.connect("broken"));
        assertThat(failure.getSQLState()).isEqualTo("57P03");
        assertThat(failure.getMessage()).contains("no_such_library");
        assertThat(engine.client.branches().get(engine.project, "broken").cambium().stateReason())
                .contains("no_such_library");
    }

    @Test
    void serverThatWasKilledIsStartedAgainForTheNextClient() throws Exception {
        engine.branch("killed");
        try (Connection connection = engine.connect("killed")) {
            execute(connection, "create table kept as select 7 as i");
            long postmaster =
                    Long.parseLong(
                            query(
                                    connection,
                                    "select split_part(pg_read_file('postmaster.pid'),"
                                            + " e'\\n', 1)"));
            List<ProcessHandle> children =
                    ProcessHandle.of(postmaster).orElseThrow().descendants().toList();
            ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        await(() -> engine.state("killed").equals("crashed"));
        try (Connection connection = engine.connect("killed")) {
            assertThat(query(connection, "select i from kept")).isEqualTo("7");
        }
    }

    @Test
    void branchThatNobodyUsesFallsAsleepCleanlyAndWakesAgain() throws Exception {
        engine.branch("idle");
        update("idle", 1L, null);
        try (Connection connection = engine.connect("idle")) {
            execute(connection, "create table kept as select 7 as i");
        }
        await(() -> engine.state("idle").equals("asleep"));
        engine.events.clear();
        try (Connection connection = engine.connect("idle")) {
            assertThat(query(connection, "select i from kept")).isEqualTo("7");
            execute(connection, "begin; select 1"); // as one who thinks within a transaction
            Thread.sleep(2_500);
            assertThat(engine.state("idle")).isEqualTo("running");
        }
        assertThat(engine.starts("idle")).isEqualTo(1);
        await(() -> engine.state("idle").equals("asleep"));
    }

    @Test
    void poolOfIdleSessionsHoldsABranchNoLongerThanItsOwnTimeout() throws Exception {
        engine.branch("pool");
        update("pool", 1L, -1L);
        try (Connection connection = engine.connect("pool")) {
            Thread.sleep(2_500);
            assertThat(query(connection, "select 1")).isEqualTo("1");
            update("pool", 1L, 2L);
            await(() -> engine.state("pool").equals("asleep"));
            SQLException cut =
                    catchThrowableOfType(SQLException.class, () -> query(connection, "select 1"));
            assertThat(cut.getSQLState()).isEqualTo("57P01");
        }
    }

    @Test
    void branchThatNeverSuspendsStaysAwakeAndRunsAfterARestartWhileOthersSleep() throws Exception {
        engine.branch("awake");
        engine.branch("sleepy");
        update("awake", -1L, null);
        int taken = engine.port("sleepy");
        engine.stop();
        try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(other.isBound()).isTrue();
            engine.open();
            assertThat(
                            engine.client
                                    .branches()
                                    .get(engine.project, "sleepy")
                                    .cambium()
                                    .stateReason())
                    .contains("Port " + taken + " is in use by")
                    .contains("process " + ProcessHandle.current().pid());
            assertThatThrownBy(
                            () ->
                                    engine.client
                                            .endpoints()
                                            .start(engine.project, engine.endpoint("sleepy")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("Port " + taken + " is in use by");
        }
        await(() -> engine.state("awake").equals("running"));
        assertThat(engine.state("sleepy")).isEqualTo("asleep");
        await(
                () ->
                        engine.client
                                        .branches()
                                        .get(engine.project, "sleepy")
                                        .cambium()
                                        .stateReason()
                                == null);
        try (Connection connection = engine.connect("sleepy")) {
            assertThat(query(connection, "select 1")).isEqualTo("1");
        }
    }

    private void update(String branch, Long suspend, Long pool) {
        engine.client
                .endpoints()
                .update(
                        engine.project,
                        engine.endpoint(branch),
                        new EndpointUpdate(suspend, pool, null, null));
    }

    private static byte[] startupOf(String user, String database) {
        byte[] body =
                ("user\0" + user + "\0database\0" + database + "\0\0")
                        .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .putInt(0x30000)
                .put(body)
                .array();
    }
}
