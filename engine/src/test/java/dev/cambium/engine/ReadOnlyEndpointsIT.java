package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.await;
import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchEndpoints;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewEndpoint;
import dev.cambium.engine.compute.PortOwner;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Read-only endpoints follow their branch at ports of their own, and leave nothing behind. */
class ReadOnlyEndpointsIT extends OnEndpoints {

    @Test
    void showsWhatTheBranchHoldsFollowsItAndRefusesToWrite() throws Exception {
        engine.branch("followed");
        Endpoint readOnly = create("followed", EndpointUpdate.NOTHING);
        assertThat(readOnly.type()).isEqualTo("read_only");
        assertThat(readOnly.currentState()).isEqualTo("idle");
        assertThat(engine.client.endpoints().of(engine.project, "followed"))
                .extracting(Endpoint::type)
                .containsExactly("read_write", "read_only");
        try (Connection writer = engine.connect("followed")) {
            execute(writer, "drop table if exists t; create table t as select 1 as i");
            try (Connection reader = connect("followed", readOnly)) {
                assertThat(count(reader)).isEqualTo("1");
                assertThat(query(reader, "select pg_is_in_recovery()")).isEqualTo("t");
                execute(writer, "insert into t values (2)");
                await(() -> count(reader).equals("2"));
                assertThatThrownBy(() -> execute(reader, "insert into t values (3)"))
                        .hasMessageContaining("read-only transaction");
            }
            engine.client.roles().resetPassword(engine.project, "followed", "me");
        }
        // The new password is the standby's as well as soon as it has heard of it.
        await(
                () -> {
                    try (Connection reader = connect("followed", readOnly)) {
                        return count(reader).equals("2");
                    } catch (SQLException notYet) {
                        return false;
                    }
                });
    }

    @Test
    void aBranchCanHaveOneAndItsSettingsFromTheBeginning() throws Exception {
        EndpointUpdate patient = new EndpointUpdate(600L, null, null, null);
        Created.BranchReply made =
                engine.client
                        .branches()
                        .create(
                                engine.project,
                                new NewBranch("to-read", "main", false)
                                        .withEndpoints(
                                                new BranchEndpoints(
                                                        patient,
                                                        List.of(
                                                                new NewEndpoint(
                                                                        "reports", patient)))));

        assertThat(made.endpoints())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.type()).isEqualTo("read_only");
                            assertThat(one.name()).isEqualTo("reports");
                            assertThat(one.suspendTimeoutSeconds()).isEqualTo(600);
                        });
        try (Connection reader = connect("to-read", made.endpoints().getFirst())) {
            assertThat(query(reader, "select pg_is_in_recovery()")).isEqualTo("t");
        }
        assertThat(made.connectionUris().getFirst().connectionUri())
                .contains("@" + made.endpoints().getFirst().host() + "/");
    }

    @Test
    void settingsThatANewBranchCouldNotStartWithLeaveNoBranch() {
        EndpointUpdate broken =
                new EndpointUpdate(null, null, Map.of("work_mem", "a great deal"), null);
        for (BranchEndpoints endpoints :
                List.of(
                        new BranchEndpoints(broken, List.of()),
                        new BranchEndpoints(
                                EndpointUpdate.NOTHING, List.of(new NewEndpoint(null, broken))))) {
            NewBranch wish = new NewBranch("broken", "main", true).withEndpoints(endpoints);
            assertThatThrownBy(() -> engine.client.branches().create(engine.project, wish))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("work_mem");
        }
        assertThat(engine.client.branches().list(engine.project))
                .extracting(Branch::name)
                .doesNotContain("broken");
    }

    @Test
    void aBranchThatIsRefusedTakesNoPort() throws Exception {
        engine.branch("first");
        int first = portOf("first");
        EndpointUpdate broken = new EndpointUpdate(null, null, Map.of("work_mem", "much"), null);
        for (BranchEndpoints endpoints :
                List.of(
                        BranchEndpoints.NONE,
                        new BranchEndpoints(
                                EndpointUpdate.NOTHING,
                                List.of(
                                        new NewEndpoint(null, EndpointUpdate.NOTHING),
                                        new NewEndpoint(null, broken))))) {
            NewBranch wish = new NewBranch("first", "main", false).withEndpoints(endpoints);
            assertThatThrownBy(() -> engine.client.branches().create(engine.project, wish))
                    .isInstanceOf(EngineException.class);
        }
        engine.branch("next");

        assertThat(IntStream.range(first + 1, portOf("next")).filter(PortOwner::isFree)).isEmpty();
    }

    private int portOf(String branch) {
        return engine.client.branches().get(engine.project, branch).cambium().port();
    }

    @Test
    void aConnectionStringIsOnlyGivenForADatabaseThatIsThere() throws Exception {
        engine.branch("asked");
        try (Connection connection = engine.connect("asked")) {
            execute(connection, "create database made_in_sql");
        }
        for (String there : List.of("shop", "made_in_sql", "postgres")) {
            assertThat(uriFor(there)).endsWith("/" + there);
        }
        assertThatThrownBy(() -> uriFor("nowhere"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no database 'nowhere'");
    }

    @Test
    void whatIsSetForAnEndpointMovesTheTimeOfItsChange() throws Exception {
        engine.branch("set");
        Endpoint before = engine.client.endpoints().of(engine.project, "set").getFirst();
        Instant changing = Instant.now();
        update(before.id(), 700L);
        Endpoint after = engine.client.endpoints().of(engine.project, "set").getFirst();
        assertThat(before.updatedAt()).isBefore(changing);
        assertThat(after.updatedAt()).isAfterOrEqualTo(changing.truncatedTo(ChronoUnit.MILLIS));
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
    }

    private String uriFor(String database) {
        return engine.client
                .endpoints()
                .connectionUri(engine.project, "asked", database, null)
                .connectionUri();
    }

    @Test
    void servesWhileItsBranchSleepsAndDoesNotKeepItAwake() throws Exception {
        engine.branch("asleep");
        update(engine.endpoint("asleep"), 1L);
        Endpoint readOnly = create("asleep", EndpointUpdate.NOTHING);
        try (Connection writer = engine.connect("asleep")) {
            execute(writer, "drop table if exists t; create table t as select 1 as i");
        }
        try (Connection reader = connect("asleep", readOnly)) {
            assertThat(count(reader)).isEqualTo("1");
            await(() -> engine.state("asleep").equals("asleep"));
            assertThat(count(reader)).isEqualTo("1");
            try (Connection writer = engine.connect("asleep")) {
                execute(writer, "insert into t values (2)");
                await(() -> count(reader).equals("2"));
            }
        }
        // It wakes by itself too, without its branch, and falls asleep.
        engine.client.endpoints().suspend(engine.project, readOnly.id());
        await(() -> engine.state("asleep").equals("asleep"));
        update(readOnly.id(), 1L);
        try (Connection reader = connect("asleep", readOnly)) {
            assertThat(count(reader)).isEqualTo("2");
            assertThat(engine.state("asleep")).isEqualTo("asleep");
        }
        await(() -> state(readOnly).equals("idle"));
    }

    @Test
    void resetGivesItTheNewContentAndItsClientsAreTold() throws Exception {
        try (Connection parent = engine.connect("main")) {
            execute(parent, "create table if not exists t (i int)");
            execute(parent, "truncate t");
        }
        engine.branch("reset");
        Endpoint readOnly = create("reset", EndpointUpdate.NOTHING);
        try (Connection writer = engine.connect("reset")) {
            execute(writer, "insert into t values (7)");
        }
        try (Connection reader = connect("reset", readOnly)) {
            assertThat(count(reader)).isEqualTo("1");
            engine.client.branches().resetFromParent(engine.project, "reset");
            SQLException told = catchThrowableOfType(SQLException.class, () -> count(reader));
            assertThat(told.getSQLState()).isEqualTo("57P01");
        }
        try (Connection reader = connect("reset", readOnly)) {
            assertThat(count(reader)).isEqualTo("0");
        }
    }

    @Test
    void limitsAreNeverBelowThoseOfItsBranch() throws Exception {
        engine.branch("limits");
        Endpoint readOnly =
                create(
                        "limits",
                        new EndpointUpdate(null, null, Map.of("max_connections", "20"), null));
        engine.client
                .endpoints()
                .update(
                        engine.project,
                        engine.endpoint("limits"),
                        new EndpointUpdate(
                                null, null, Map.of("max_connections", "137"), List.of()));
        engine.client.endpoints().restart(engine.project, engine.endpoint("limits"));
        try (Connection reader = connect("limits", readOnly)) {
            assertThat(query(reader, "show max_connections")).isEqualTo("137");
        }
        engine.suspend("limits");
        engine.client.endpoints().suspend(engine.project, readOnly.id());
        try (Connection reader = connect("limits", readOnly)) {
            assertThat(query(reader, "show max_connections")).isEqualTo("137");
        }
    }

    @Test
    void staysThroughARestartOfTheEngineAndRunsAgainIfItNeverSleeps() throws Exception {
        engine.branch("kept");
        Endpoint readOnly = create("kept", new EndpointUpdate(-1L, null, null, null));
        try (Connection writer = engine.connect("kept")) {
            execute(writer, "drop table if exists t; create table t as select 1 as i");
        }
        await(() -> state(readOnly).equals("active"));
        engine.stop();
        engine.open();
        await(() -> state(readOnly).equals("active"));
        try (Connection reader = connect("kept", readOnly)) {
            assertThat(count(reader)).isEqualTo("1");
        }
        engine.client.endpoints().delete(engine.project, readOnly.id());
        assertThatThrownBy(() -> connect("kept", readOnly)).isInstanceOf(SQLException.class);
        assertThatThrownBy(
                        () ->
                                engine.client
                                        .endpoints()
                                        .delete(engine.project, engine.endpoint("kept")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("goes with the branch");
    }

    @Test
    void portsAreChangedUnlessSomeoneHasThem() throws Exception {
        engine.branch("moved");
        String endpoint = engine.endpoint("moved");
        Endpoint readOnly = create("moved", EndpointUpdate.NOTHING);
        int free;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = other.getLocalPort();
            refused(endpoint, free, "process " + ProcessHandle.current().pid());
        }
        refused(endpoint, engine.port("main"), "branch 'main'");
        refused(endpoint, port(readOnly), "read-only endpoint " + readOnly.id());
        refused(readOnly.id(), engine.client.info().routerPort(), "the router");
        refused(endpoint, 80, "between 1024 and 65535");

        int before = engine.port("moved");
        try (Connection staying = engine.connect("moved")) {
            execute(staying, "drop table if exists t; create table t as select 1 as i");
            move(endpoint, free);
            assertThat(engine.port("moved")).isEqualTo(free);
            assertThat(count(staying)).isEqualTo("1");
        }
        try (Connection there = engine.connect("moved")) {
            assertThat(count(there)).isEqualTo("1");
        }
        assertThatThrownBy(() -> EndpointsFixture.connect(before, "shop", engine.password("moved")))
                .isInstanceOf(SQLException.class);
        engine.suspend("moved");
        move(readOnly.id(), before);
        try (Connection reader =
                EndpointsFixture.connect(before, "shop", engine.password("moved"))) {
            assertThat(query(reader, "select pg_is_in_recovery()")).isEqualTo("t");
        }
        engine.stop();
        engine.open();
        try (Connection there = engine.connect("moved")) {
            assertThat(count(there)).isEqualTo("1");
        }
    }

    private Endpoint create(String branch, EndpointUpdate settings) {
        return engine.client
                .endpoints()
                .create(engine.project, branch, new NewEndpoint("reports", settings));
    }

    private void update(String endpoint, Long suspend) {
        engine.client
                .endpoints()
                .update(engine.project, endpoint, new EndpointUpdate(suspend, null, null, null));
    }

    private Endpoint move(String endpoint, int port) {
        return engine.client
                .endpoints()
                .update(engine.project, endpoint, new EndpointUpdate(null, null, null, null, port));
    }

    private void refused(String endpoint, int port, String owner) {
        assertThatThrownBy(() -> move(endpoint, port))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(owner);
    }

    private String state(Endpoint endpoint) {
        return engine.client.endpoints().list(engine.project).stream()
                .filter(found -> found.id().equals(endpoint.id()))
                .findFirst()
                .orElseThrow()
                .currentState();
    }

    private Connection connect(String branch, Endpoint endpoint) throws SQLException {
        return EndpointsFixture.connect(port(endpoint), "shop", engine.password(branch));
    }

    private static int port(Endpoint endpoint) {
        return Integer.parseInt(endpoint.host().substring("localhost:".length()));
    }

    private static String count(Connection connection) throws SQLException {
        return query(connection, "select count(*) from t");
    }
}
