package dev.cambium.bench;

import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.NewBranch;

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
        BenchEngine.with(
                volume,
                (engine, project) -> {
                    fill(BenchEngine.jdbc(engine, project, "main", "disable"), tables);
                    double[] millis = new double[rounds];
                    for (int i = 0; i < rounds; i++) {
                        long begun = System.nanoTime();
                        engine.branches()
                                .create(
                                        project,
                                        new NewBranch("bare" + i, "main", false)
                                                .withSchemaOnly(true));
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
                });
    }

    private static void fill(String uri, int tables) throws SQLException {
        try (Connection connection = DriverManager.getConnection(uri);
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
