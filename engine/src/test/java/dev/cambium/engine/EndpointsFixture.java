package dev.cambium.engine;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.testing.Patience;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine of this process with one project, and clients of its branches. */
final class EndpointsFixture implements AutoCloseable {

    final Path home;
    final List<EngineEvent> events = new CopyOnWriteArrayList<>();
    private Engine engine;
    EngineClient client;
    String project;
    private AutoCloseable following;

    EndpointsFixture(Path home) {
        this.home = home;
        open();
        project =
                client.projects()
                        .create(new NewProject("shop", "main", "me", "shop"))
                        .project()
                        .id();
    }

    void open() {
        EngineHome engineHome = new EngineHome(home);
        engineHome.create();
        engine = Engine.open(engineHome, 0, VolumeChoice.AUTO, () -> {});
        client =
                EngineClient.connect(
                        URI.create(engineHome.listening().orElseThrow().apiUrl()),
                        engineHome.apiKeyOrNew());
        following = client.follow(events::add, lost -> {});
    }

    void stop() throws Exception {
        following.close();
        client.close();
        engine.close();
    }

    String branch(String name) {
        client.branches().create(project, new NewBranch(name, null, true));
        return name;
    }

    String endpoint(String branch) {
        return client.endpoints().of(project, branch).getFirst().id();
    }

    String state(String branch) {
        return client.branches().get(project, branch).cambium().state();
    }

    int port(String branch) {
        return client.branches().get(project, branch).cambium().port();
    }

    String password(String branch) {
        return client.roles().revealPassword(project, branch, "me");
    }

    void suspend(String branch) {
        client.endpoints().suspend(project, endpoint(branch));
    }

    /** A session of the default role through the gateway; the options are the driver's. */
    Connection connect(String branch, String... options) throws SQLException {
        return connect(port(branch), "shop", password(branch), options);
    }

    static Connection connect(int port, String database, String password, String... options)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "me");
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        for (String option : options) {
            int equals = option.indexOf('=');
            properties.setProperty(option.substring(0, equals), option.substring(equals + 1));
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s".formatted(port, database), properties);
    }

    static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How often a branch's compute was started since the events were cleared. */
    long starts(String branch) {
        String id = client.branches().get(project, branch).id();
        return events.stream()
                .filter(event -> id.equals(event.branchId()))
                .filter(event -> event.kind().equals("compute.starting"))
                .count();
    }

    static void await(Callable<Boolean> condition) {
        Patience.await("it happens").pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Override
    public void close() throws Exception {
        stop();
        DaemonProcess.tidy(home);
    }
}
