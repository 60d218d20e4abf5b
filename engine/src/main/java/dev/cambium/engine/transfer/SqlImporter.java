package dev.cambium.engine.transfer;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Loads plain SQL dumps and scripts, as {@code psql -f} with ON_ERROR_STOP would: every statement
 * is a transaction of its own unless the script begins one. What an import left half done stays;
 * undo it by resetting the branch it ran in.
 *
 * <p>A script may run programs and read files on the server (COPY FROM PROGRAM, functions): import
 * only what you would also run with psql.
 *
 * <p>Not thread-safe; an interrupt of its thread stops it at the next statement or piece of rows.
 */
public final class SqlImporter {

    private final DatabaseConnector connector;
    private final Consumer<ImportProgress> listener;

    /**
     * @param listener is called on the importing thread, at most about ten times a second, and once
     *     at the end
     */
    public SqlImporter(DatabaseConnector connector, Consumer<ImportProgress> listener) {
        this.connector = connector;
        this.listener = listener;
    }

    /**
     * Runs the sources in their order, each in a session of its own that begins in the named
     * database. That database is made when it is missing.
     *
     * @throws ImportFailure at the first thing that went wrong
     */
    public ImportResult run(List<ImportSource> sources, String database) {
        ImportNotes notes = new ImportNotes();
        Set<String> databases = new LinkedHashSet<>();
        ProgressMeter meter = new ProgressMeter(listener, totalBytes(sources));
        StatementRunner runner = new StatementRunner(notes);
        if (!sources.isEmpty()) {
            makeDatabase(sources.getFirst(), database, notes);
        }
        for (ImportSource source : sources) {
            ScriptRun.run(connector, source, database, meter, notes, runner, databases);
        }
        return new ImportResult(
                meter.statements(),
                meter.rowsCopied(),
                meter.bytesRead(),
                meter.elapsed(),
                List.copyOf(databases),
                notes.list());
    }

    private void makeDatabase(ImportSource first, String database, ImportNotes notes) {
        try {
            if (!connector.databaseExists(database)) {
                connector.createDatabase(database);
                notes.add("database \"%s\" did not exist: made it".formatted(database));
            }
        } catch (SQLException e) {
            throw new ImportFailure(
                    first.name(),
                    1,
                    "the database \"%s\" cannot be reached or made: %s"
                            .formatted(database, e.getMessage()),
                    e);
        }
    }

    private static long totalBytes(List<ImportSource> sources) {
        long total = 0;
        for (ImportSource source : sources) {
            try {
                long size = source.sizeBytes();
                if (size == ImportSource.SIZE_UNKNOWN) {
                    return ImportSource.SIZE_UNKNOWN;
                }
                total += size;
            } catch (IOException e) {
                throw new ImportFailure(
                        source.name(), 1, "the file does not exist or may not be read", e);
            }
        }
        return total;
    }
}
