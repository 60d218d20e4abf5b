package dev.cambium.engine.catalog;

import io.ebean.Database;
import io.ebean.DatabaseFactory;
import io.ebean.PersistenceContextScope;
import io.ebean.annotation.PersistBatch;
import io.ebean.config.DatabaseConfig;
import io.ebean.datasource.DataSourceConfig;
import io.ebean.migration.MigrationConfig;
import io.ebean.migration.MigrationException;
import io.ebean.migration.MigrationRunner;

import jakarta.persistence.PersistenceException;

import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * The H2 file of a catalog, opened, checked, brought up to date, and locked for as long as this
 * lives. A new one is made under another name and renamed when whole, so that a file called {@code
 * catalog.mv.db} is never half made and an empty one is damage.
 */
final class CatalogFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogFile.class);

    private static final String NAME = "catalog";
    private static final String NAME_OF_NEW = "catalog-new";
    private static final String SUFFIX = ".mv.db";

    private static final String USER = "cambium";

    /** Some two thousand commits: the file only grows while it is open. */
    static final long REWRITE_BYTES = 32L << 20;

    /**
     * The scripts under {@code dbmigration}, and the row 0 that the migration runner adds itself.
     */
    private static final Set<String> KNOWN_VERSIONS =
            Set.of(
                    "0", "1.0", "1.1", "1.3", "1.4", "1.5", "1.6", "1.7", "1.9", "1.10", "1.11",
                    "1.12", "1.13", "1.14", "1.15");

    /** A commit takes some 16 KiB; the checkpoint behind it about as much. */
    private static final long COMMIT_BYTES_MAX = 256L << 10;

    private final CatalogFolder folder;

    /** Keeps H2 from closing the file when the pool rests, and carries out the syncs. */
    private final Connection keeper;

    private final Database database;

    private CatalogFile(CatalogFolder folder, Connection keeper, Database database) {
        this.folder = folder;
        this.keeper = keeper;
        this.database = database;
    }

    /**
     * @param rewriteBytes a file larger than this is written anew first
     */
    static CatalogFile open(Path requested, long rewriteBytes) {
        CatalogFolder folder = CatalogFolder.take(requested);
        boolean open = false;
        try {
            CatalogFile file = openLocked(folder, rewriteBytes);
            open = true;
            return file;
        } finally {
            if (!open) {
                folder.close();
            }
        }
    }

    Database database() {
        return database;
    }

    /**
     * To be called before each commit: H2 closes the catalog for good when a write of its own finds
     * no room, so a write must not be begun then.
     *
     * @throws CatalogException if the disk is full
     */
    void requireRoom() {
        // Not of its FileStore: that wants a mount point, and a chroot may show none.
        if (folder.path().toFile().getUsableSpace() < COMMIT_BYTES_MAX) {
            throw new CatalogException(
                    "No space left on device for the catalog in %s".formatted(folder.path()));
        }
    }

    /** Returns when all that was committed is on disk. */
    void sync() throws SQLException {
        try (Statement statement = keeper.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    @Override
    public void close() {
        database.shutdown(true, false);
        try {
            shutDown(keeper);
        } catch (SQLException e) {
            // Every commit was synced; what fails here is tidying up.
            LOG.warn(
                    "The catalog in {} did not close cleanly; no change is lost", folder.path(), e);
        } finally {
            folder.close();
        }
    }

    private static CatalogFile openLocked(CatalogFolder taken, long rewriteBytes) {
        Path folder = taken.path();
        Path file = folder.resolve(NAME + SUFFIX);
        Connection keeper = null;
        boolean open = false;
        try {
            if (Files.notExists(file)) {
                create(folder);
            }
            if (Files.size(file) == 0) {
                throw new SQLException("the file is empty", "", ErrorCode.FILE_CORRUPTED_1);
            }
            if (Files.size(file) > rewriteBytes) {
                rewrite(folder);
            }
            keeper = source(folder, NAME).getConnection();
            refuseNewerVersions(file, keeper);
            migrate(source(folder, NAME));
            readEverything(keeper);
            CatalogFile result = new CatalogFile(taken, keeper, ebean(folder));
            open = true;
            return result;
        } catch (SQLException e) {
            throw explain(folder, file, e);
        } catch (PersistenceException | MigrationException | IllegalStateException e) {
            throw explain(folder, file, cause(e));
        } catch (IOException e) {
            throw new CatalogException(
                    "The catalog in %s cannot be opened: %s. Check the folder's permissions and free space."
                            .formatted(folder, e.getMessage()),
                    e);
        } finally {
            if (!open) {
                abandon(keeper);
            }
        }
    }

    private static JdbcDataSource source(Path folder, String name) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url(folder, name));
        source.setUser(USER);
        source.setPassword("");
        return source;
    }

    /**
     * WRITE_DELAY=0: a commit is written before it returns. DB_CLOSE_ON_EXIT=FALSE: the engine
     * closes it, not a shutdown hook while operations still run. {@code async:} because an
     * interrupt closes an ordinary file channel under H2's feet. RETENTION_TIME and
     * MAX_COMPACT_TIME: H2 shall never write over what it wrote before. Once it does, which by
     * default begins after 45 seconds, a kill loses the last commits although they were synced
     * (measured with 2.5.252: two of 25 kills at RETENTION_TIME=0, and the engine's own after a
     * minute of life).
     */
    private static String url(Path folder, String name) {
        return "jdbc:h2:async:%s;WRITE_DELAY=0;RETENTION_TIME=2147483647;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0"
                .formatted(folder.resolve(name));
    }

    private static void create(Path folder) throws SQLException, IOException {
        Path unfinished = folder.resolve(NAME_OF_NEW + SUFFIX);
        Files.deleteIfExists(unfinished);
        JdbcDataSource source = source(folder, NAME_OF_NEW);
        try (Connection connection = source.getConnection()) {
            migrate(source);
            shutDown(connection);
        }
        putInPlace(folder, unfinished);
    }

    /**
     * Copies the rows into a file without the history of their changes, and puts that in the place
     * of the old one. It is done here rather than by H2 as it closes, because H2 would write over
     * its own file for it.
     */
    private static void rewrite(Path folder) throws SQLException, IOException {
        Path unfinished = folder.resolve(NAME_OF_NEW + SUFFIX);
        Path script = folder.resolve(NAME_OF_NEW + ".sql");
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(script);
        try {
            run(folder, NAME, "SCRIPT TO '%s'", script, "SHUTDOWN");
            // Compacting writes over the file, which nobody will miss if that is interrupted.
            run(folder, NAME_OF_NEW, "RUNSCRIPT FROM '%s'", script, "SHUTDOWN COMPACT");
        } finally {
            Files.deleteIfExists(script);
        }
        putInPlace(folder, unfinished);
    }

    private static void run(Path folder, String name, String sql, Path script, String shutdown)
            throws SQLException {
        try (Connection connection = source(folder, name).getConnection();
                Statement statement = connection.createStatement()) {
            try {
                statement.execute(sql.formatted(script.toString().replace("'", "''")));
            } finally {
                statement.execute(shutdown);
            }
        }
    }

    private static void putInPlace(Path folder, Path unfinished) throws IOException {
        try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(unfinished, folder.resolve(NAME + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void shutDown(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    private static void refuseNewerVersions(Path file, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet versions = statement.executeQuery("select mversion from db_migration")) {
            while (versions.next()) {
                String version = versions.getString(1);
                if (!KNOWN_VERSIONS.contains(version)) {
                    throw new CatalogVersionException(
                            "The catalog %s has the tables of a newer Cambium (%s). Start that version; the file is left as it is."
                                    .formatted(file, version));
                }
            }
        }
    }

    private static void migrate(JdbcDataSource source) {
        MigrationConfig config = new MigrationConfig();
        config.setMigrationPath("dbmigration");
        config.setPlatform("h2");
        new MigrationRunner(config).run(source);
    }

    /** Damage shall be met now, not in the middle of an operation. The catalog is small. */
    private static void readEverything(Connection connection) throws SQLException {
        for (String table : CatalogTables.names()) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select * from " + table)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int column = 1; column <= columns; column++) {
                        rows.getObject(column);
                    }
                }
            }
        }
    }

    private static Database ebean(Path folder) {
        DataSourceConfig pool = new DataSourceConfig();
        pool.setUrl(url(folder, NAME));
        pool.setUsername(USER);
        pool.setPassword("");
        pool.setDriver("org.h2.Driver");
        pool.setMinConnections(1);
        // Commits use one at a time; the rest are readers: as many as the API has threads busy.
        pool.setMaxConnections(32);
        pool.shutdownOnJvmExit(false);

        DatabaseConfig config = new DatabaseConfig();
        config.setName("catalog");
        config.setRegister(false);
        config.setDefaultServer(false);
        config.setDataSourceConfig(pool);
        config.setDisableClasspathSearch(true);
        config.setLoadModuleInfo(false);
        config.setRunMigration(false);
        config.setDdlRun(false);
        config.setDdlGenerate(false);
        config.setDisableL2Cache(true);
        // A row removed by a query must not be found again in the memory of the transaction.
        config.setPersistenceContextScope(PersistenceContextScope.QUERY);
        config.setPersistBatch(PersistBatch.NONE);
        config.setPersistBatchOnCascade(PersistBatch.NONE);
        config.setDataTimeZone("UTC");
        config.shutdownHook(false);
        CatalogTables.addTo(config);
        return DatabaseFactory.create(config);
    }

    private static CatalogException explain(Path folder, Path file, Throwable failure) {
        int code = failure instanceof SQLException sql ? sql.getErrorCode() : 0;
        return switch (code) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> CatalogLockedException.of(folder);
            case ErrorCode.FILE_VERSION_ERROR_1 ->
                    new CatalogVersionException(
                            "The catalog %s is in a file format this Cambium does not read (%s). Start the version that wrote it; the file is left as it is."
                                    .formatted(file, failure.getMessage()));
            default ->
                    new CatalogDamagedException(
                            "The catalog %s cannot be read (%s). The file is left as it is: put back a copy, or move it away to begin with an empty catalog. The databases' own files are not touched by this."
                                    .formatted(file, failure.getMessage()),
                            failure);
        };
    }

    /** The SQL error inside a library's own exception, for its code. */
    private static Throwable cause(RuntimeException wrapper) {
        for (Throwable t = wrapper; t != null; t = t.getCause()) {
            if (t instanceof SQLException) {
                return t;
            }
        }
        return wrapper;
    }

    private static void abandon(@Nullable Connection keeper) {
        if (keeper != null) {
            try (keeper) {
                // Without writing anything: the file is to stay as it was found.
                keeper.createStatement().execute("SHUTDOWN IMMEDIATELY");
            } catch (SQLException e) {
                LOG.debug("H2 let go of a catalog that could not be opened", e);
            }
        }
    }
}
