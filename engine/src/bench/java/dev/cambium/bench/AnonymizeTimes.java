package dev.cambium.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.detect.Detection;
import dev.cambium.anonymizer.detect.Sample;
import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewAnonymized;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What anonymizing takes: rows a second from source to finished branch, of a table with five
 * columns with a primary key, a unique e-mail address and a foreign key, where the time goes, the
 * same with format-preserving encryption, and values a second of detection.
 *
 * <p>Arguments: how many rows, how many times, and {@code layers} or {@code copy}; a fourth leaves
 * out the encryption. Runs an engine of its own in a temporary home.
 */
public final class AnonymizeTimes {

    private static final String REALISTIC =
            """
            cambium_rules: 1
            database: bench
            columns:
              people.email: email
              people.name: full_name
              people.born: {function: date_shift, days: 180}
              people.city: city
            """;

    private static final String ENCRYPTED =
            """
            cambium_rules: 1
            database: bench
            columns:
              people.email: text
              people.name: text
              people.born: {function: date_shift, days: 180}
              people.city: text
            """;

    private AnonymizeTimes() {}

    public static void main(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        VolumeChoice volume = VolumeChoice.valueOf(arguments[2].toUpperCase(Locale.ROOT));
        detection();
        BenchEngine.with(
                volume,
                (engine, project) -> {
                    fill(BenchEngine.jdbc(engine, project, "main", "disable"), rows);
                    for (int i = 0; i < rounds; i++) {
                        run(engine, project, "realistic", "r" + i, REALISTIC);
                    }
                    if (arguments.length < 4) {
                        run(engine, project, "encrypted (FF1)", "e", ENCRYPTED);
                    }
                });
    }

    private static void run(
            EngineClient engine, String project, String what, String name, String rules)
            throws InterruptedException {
        long begun = System.nanoTime();
        Processor processor = Processor.now();
        StageWatch stages = new StageWatch();
        engine.anonymize()
                .run(project, new NewAnonymized(name, "main", null, "bench", rules, true, false));
        double seconds = (System.nanoTime() - begun) / 1e9;
        String around = stages.told();
        String processors = processor.since();
        JsonNode report = engine.anonymize().report(project, name).path(0);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d rows in %.2f s, %,.0f rows/s end to end; ms of the load: %s; ms around it, about: %s; processor time: %s; residues: %s, keys: %s%n",
                what,
                report.path("rows").asLong(),
                seconds,
                report.path("rows").asLong() / seconds,
                report.path("millis"),
                around,
                processors,
                report.path("residues"),
                report.path("foreign_keys"));
        engine.branches().delete(project, name);
    }

    /**
     * Processor time of this process and of the servers that it started and that have ended, in
     * seconds: unlike the clock, it says the same when others share the machine.
     */
    private record Processor(double own, double children) {

        private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same everywhere

        static Processor now() {
            try {
                String stat = Files.readString(Path.of("/proc/self/stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                return new Processor(
                        (Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
                                / TICKS_PER_SECOND,
                        (Long.parseLong(fields[13]) + Long.parseLong(fields[14]))
                                / TICKS_PER_SECOND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String since() {
            Processor now = now();
            return String.format(
                    Locale.ROOT,
                    "engine %.1f s, servers %.1f s",
                    now.own - own,
                    now.children - children);
        }
    }

    private static void fill(String uri, int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE people (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, name text,
                        born date, city text);
                    CREATE TABLE visits (person bigint REFERENCES people, at date);
                    INSERT INTO people SELECT i, 'user' || i || '@corp.test', 'Person Number' || i %% 9999,
                        date '1950-01-01' + i %% 20000, 'City' || i %% 500
                    FROM generate_series(1, %1$d) i;
                    INSERT INTO visits SELECT i, date '2026-01-01' FROM generate_series(1, 1000) i
                    """
                            .formatted(rows));
            // As autovacuum leaves a table within a minute.
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    /** Warm, in one thread: what a server with several cores does for several tables at once. */
    private static void detection() {
        List<@Nullable String[]> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add(
                    new String[] {
                        "user" + i + "@corp.test",
                        "Anna Schmidt",
                        "+49 30 " + (1_000_000 + i),
                        "Main Street " + i,
                        "Springfield",
                        Integer.toString(i),
                        "4111111111111111",
                        "2026-01-01 10:00:00",
                        "shipped",
                        i % 10 == 0
                                ? "Please call Anna back about the order of last week"
                                : "A-" + i
                    });
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            columns.add(new Column("c" + i, ColumnType.text()));
        }
        Table table = new Table(new TableId("public", "t"), columns, List.of());
        Detection detection = new Detection();
        for (int round = 0; round < 6; round++) {
            long begun = System.nanoTime();
            detection.look(table, new Sample(rows), Set.of());
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "detection, round %d: %,.0f values/s in one thread%n",
                    round,
                    rows.size() * 10 / seconds);
        }
    }
}
