package dev.cambium.bench;

import dev.cambium.engine.Engine;
import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long it takes to create a schema-only branch of a database with many tables.
 *
 * <p>Arguments: how many times, how many tables (each with four columns, three indexes, a sequence
 * and 20 rows), and {@code layers} or {@code copy}. Runs an engine of its own in a temporary home.
 */
public final class SchemaOnlyTimes {

    private SchemaOnlyTimes() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int tables = Integer.parseInt(arguments[1]);
        VolumeChoice volume = VolumeChoice.valueOf(arguments[2].toUpperCase(Locale.ROOT));
        Path folder = Files.createTempDirectory("cambium-bench");
        EngineHome home = new EngineHome(folder);
        home.create();
        try (Engine running = Engine.open(home, 0, volume, () -> {});
                EngineClient engine =
                        EngineClient.connect(
                                URI.create(home.listening().orElseThrow().apiUrl()),
                                home.apiKeyOrNew())) {
            String project =
                    engine.projects()
                            .create(new NewProject("bench", null, null, "bench"))
                            .project()
                            .id();
            fill(
                    engine.endpoints().connectionUri(project, "main", null, null).connectionUri(),
                    tables);
            double[] millis = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                long begun = System.nanoTime();
                engine.branches()
                        .create(
                                project,
                                new NewBranch("bare" + i, "main", false).withSchemaOnly(true));
                millis[i] = (System.nanoTime() - begun) / 1e6;
                engine.branches().delete(project, "bare" + i);
            }
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "volume %s, %d tables, %d rounds: p50 %.0f ms (%.0f to %.0f)%n",
                    engine.info().volume(),
                    tables,
                    rounds,
                    millis[rounds / 2],
                    millis[0],
                    millis[rounds - 1]);
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    private static void fill(String uri, int tables) throws SQLException {
        URI parts = URI.create(uri);
        String[] user = parts.getUserInfo().split(":");
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://%s:%d%s"
                                        .formatted(
                                                parts.getHost(), parts.getPort(), parts.getPath()),
                                user[0],
                                user[1]);
                Statement statement = connection.createStatement()) {
            for (int i = 1; i <= tables; i++) {
                statement.execute(
                        "CREATE TABLE t%1$d (id serial PRIMARY KEY, a text UNIQUE, b jsonb, c int); CREATE INDEX ON t%1$d (c); INSERT INTO t%1$d (a, b, c) SELECT md5(g::text), jsonb_build_object('x', g), g FROM generate_series(1, 20) g"
                                .formatted(i));
            }
            statement.execute("ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }
}
