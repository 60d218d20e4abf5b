package dev.cambium.engine;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A whole engine with its API in this process, over a home with one project, and a client of it.
 */
final class ApiFixture implements AutoCloseable {

    static final String DATABASE = "shop";

    final EngineHome home;
    final EngineClient client;
    final Project project;
    final URI apiUrl;
    final String apiKey;
    private final Engine engine;

    ApiFixture(Path folder) throws IOException {
        Files.createDirectories(folder);
        home = EngineHome.find(folder);
        engine = Engine.open(home, 0, VolumeChoice.AUTO, () -> {});
        apiUrl = URI.create(home.listening().orElseThrow().apiUrl());
        apiKey = home.apiKeyOrNew();
        client = EngineClient.connect(apiUrl, apiKey);
        project = client.projects().create(new NewProject("shop", null, null, DATABASE)).project();
    }

    /** One whose main branch has a table {@code note (id int)} with one row, 1. */
    static ApiFixture withNote(Path folder) throws IOException, SQLException {
        ApiFixture fixture = new ApiFixture(folder);
        fixture.execute("main", "create table note (id int)", "insert into note values (1)");
        return fixture;
    }

    String branch(String name, String parent) {
        return client.branches()
                .create(project.id(), new NewBranch(name, parent, true))
                .branch()
                .id();
    }

    Connection connect(String branch) throws SQLException {
        ConnectionUri.Parameters at =
                client.endpoints()
                        .connectionUri(project.id(), branch, DATABASE, null)
                        .connectionParameters();
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/%s?sslmode=disable".formatted(at.host(), at.database()),
                at.role(),
                at.password());
    }

    void execute(String branch, String... statements) throws SQLException {
        try (Connection connection = connect(branch);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row. */
    String query(String branch, String sql) throws SQLException {
        try (Connection connection = connect(branch);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() {
        client.close();
        engine.close();
    }
}
