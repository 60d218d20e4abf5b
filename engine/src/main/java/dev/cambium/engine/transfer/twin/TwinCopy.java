package dev.cambium.engine.transfer.twin;

import dev.cambium.engine.branch.life.Filling;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.transfer.DatabaseConnector;
import dev.cambium.engine.transfer.ImportResult;
import dev.cambium.engine.transfer.ImportSource;
import dev.cambium.engine.transfer.PgTool;
import dev.cambium.engine.transfer.SqlImporter;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a running database into one of a server: schema, rows, sequences, large objects, then
 * indexes and constraints. Not thread-safe.
 *
 * <p>What exists in the target stays; whoever wants a fresh copy drops the database first.
 */
public final class TwinCopy {

    private final SourceDatabase source;
    private final DatabaseConnector target;
    private final Filling.Progress progress;

    /**
     * @param target sessions of who shall own what no owner is told of
     */
    public TwinCopy(SourceDatabase source, DatabaseConnector target, Filling.Progress progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    /**
     * Copies everything into {@code database}, which is made when it is missing.
     *
     * @throws Refusal if the source cannot be reached or there is no pg_dump for it
     */
    public ImportResult run(String database) throws IOException, SQLException {
        long began = System.nanoTime();
        try (SourceSnapshot snapshot = reached()) {
            PgTool pgDump = pgDump(snapshot.keeper());
            long statements = script(pgDump, snapshot, "pre-data", "schema", database);
            TableCopies copies =
                    new TableCopies(snapshot, target, database, progress)
                            .run(SourceTable.all(snapshot.keeper()));
            copySequences(snapshot.keeper(), database);
            if (hasLargeObjects(snapshot.keeper())) {
                statements += script(pgDump, snapshot, "data", "large objects", database);
            }
            statements += script(pgDump, snapshot, "post-data", "indexes and keys", database);
            progress.at("gathering statistics", null);
            try (Connection connection = target.connect(database);
                    Statement analyze = connection.createStatement()) {
                analyze.execute("ANALYZE");
            }
            return new ImportResult(
                    statements,
                    copies.rows(),
                    copies.bytes(),
                    Duration.ofNanos(System.nanoTime() - began),
                    List.of(database),
                    List.of());
        }
    }

    private SourceSnapshot reached() {
        try {
            return SourceSnapshot.take(source);
        } catch (SQLException e) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "SOURCE_UNREACHABLE",
                    "The database %s cannot be copied: %s".formatted(source, e.getMessage()),
                    e);
        }
    }

    private PgTool pgDump(Connection connection) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        PgTool newest =
                PgTool.newest("pg_dump")
                        .orElseThrow(() -> noPgDump("there is no pg_dump on this computer", major));
        if (newest.major() < major) {
            throw noPgDump(
                    "the newest pg_dump here is %s (%s)"
                            .formatted(newest.version(), newest.program()),
                    major);
        }
        return newest;
    }

    private static Refusal noPgDump(String what, int major) {
        return new Refusal(
                Refusal.Kind.INVALID,
                "PG_DUMP_TOO_OLD",
                "The source runs Postgres %d, and %s. Its schema is read by a pg_dump of %d or newer: install one and import again. Where the system's own packages have only an older one, PostgreSQL's packages for it have every version, as its download page tells (on Debian and Ubuntu postgresql-client-%d)."
                        .formatted(major, what, major, major));
    }

    private long script(
            PgTool pgDump, SourceSnapshot snapshot, String section, String what, String database)
            throws IOException {
        progress.at("copying the %s of %s".formatted(what, source), null);
        List<String> arguments = new ArrayList<>();
        arguments.add("--dbname=" + source.uriWithoutPassword());
        arguments.add("--no-password");
        arguments.add("--snapshot=" + snapshot.id());
        arguments.add("--section=" + section);
        arguments.add("--no-tablespaces");
        // A copy must not act in its source's name.
        arguments.add("--no-publications");
        arguments.add("--no-subscriptions");
        if (section.equals("data")) {
            arguments.add("--exclude-table-data=*.*");
        }
        InputStream sql = pgDump.run("pg_dump of " + source, arguments, source.environment());
        return new SqlImporter(target, now -> {})
                .run(List.of(ImportSource.of("pg_dump of " + source, sql)), database)
                .statements();
    }

    private void copySequences(Connection from, String database) throws SQLException {
        try (Statement query = from.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL");
                Connection connection = target.connect(database);
                PreparedStatement set =
                        connection.prepareStatement("SELECT setval(?::regclass, ?, true)")) {
            while (rows.next()) {
                set.setString(1, rows.getString(1));
                set.setLong(2, rows.getLong(2));
                set.execute();
            }
        }
    }

    private static boolean hasLargeObjects(Connection from) throws SQLException {
        try (Statement query = from.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_largeobject_metadata)")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
