package dev.cambium.gui;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.branch.ConnectionFormat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** An engine in a process of its own with one project, {@code shop}. */
public final class RealEngine implements AutoCloseable {

    private final EngineLauncher launcher;
    private final EngineClient client;
    private final Project project;

    public RealEngine(Path home) {
        if (System.getProperty("cambium.jvmopts") == null) {
            Path options = Path.of("../engine/src/main/launch/engine.jvmopts").toAbsolutePath();
            System.setProperty("cambium.jvmopts", options.toString());
        }
        launcher = new EngineLauncher(new EngineHome(home));
        client = launcher.runningOrStarted(null);
        project = client.projects().create(new NewProject("shop", null, null, null)).project();
    }

    public EngineClient client() {
        return client;
    }

    /** Another connection to it, for a window that closes its own. */
    public EngineClient connect() {
        return launcher.running().orElseThrow();
    }

    public Project project() {
        return project;
    }

    public List<Branch> branches() {
        return client.branches().list(project.id());
    }

    public Branch branch(String name) {
        return branches().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public Branch createBranch(String name) {
        return client.branches().create(project.id(), new NewBranch(name, null, true)).branch();
    }

    public void run(String branch, String... statements) throws SQLException {
        try (Connection connection = connect(branch);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The first value of the first row, as text. */
    public String ask(String branch, String question) throws SQLException {
        try (Connection connection = connect(branch);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(question)) {
            found.next();
            return String.valueOf(found.getString(1));
        }
    }

    private Connection connect(String branch) throws SQLException {
        String uri =
                client.endpoints()
                        .connectionUri(project.id(), branch(branch).id(), null, null)
                        .connectionUri();
        return DriverManager.getConnection(ConnectionFormat.JDBC.write(uri));
    }

    @Override
    public void close() {
        client.close();
        launcher.stop();
    }
}
