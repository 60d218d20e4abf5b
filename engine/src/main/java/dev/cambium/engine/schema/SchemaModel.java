package dev.cambium.engine.schema;

import dev.cambium.engine.compute.Console;

import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.DatabaseType;
import org.pgcodekeeper.core.database.base.jdbc.IJdbcConnector;
import org.pgcodekeeper.core.ignorelist.IgnoreSchemaList;
import org.pgcodekeeper.core.loader.DatabaseLoader;
import org.pgcodekeeper.core.loader.FullAnalyze;
import org.pgcodekeeper.core.loader.PgDumpLoader;
import org.pgcodekeeper.core.loader.pg.JdbcPgLoader;
import org.pgcodekeeper.core.loader.pg.SupportedPgVersion;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.schema.PgPrivilege;
import org.pgcodekeeper.core.schema.pg.PgExtension;
import org.pgcodekeeper.core.schema.pg.PgSchema;
import org.pgcodekeeper.core.settings.CoreSettings;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The schema of one database at one moment. Immutable for its users; not thread-safe, because the
 * model below computes some of its parts when they are first asked for.
 */
public final class SchemaModel {

    /** Every database begins with it. */
    static final String USUAL_EXTENSION = "plpgsql";

    /** What people have in their databases, to have been read once. */
    private static final String SAMPLE = "sample.sql";

    /** The second takes a seventh of the first, and after some more nothing gets quicker. */
    private static final int ROUNDS = 4;

    private final AbstractDatabase database;
    private final List<String> notes;

    private SchemaModel(AbstractDatabase database, List<String> notes) {
        this.database = database;
        this.notes = notes;
    }

    /** Reads the database of a session, as {@link SchemaSession#read} says. */
    static SchemaModel read(Connection connection, Comparing comparing) throws IOException {
        try {
            JdbcPgLoader loader =
                    new JdbcPgLoader(
                            new Opened(connection),
                            "UTC",
                            settings(),
                            new ComparingMonitor(comparing),
                            new IgnoreSchemaList());
            AbstractDatabase read = loader.loadAndAnalyze();
            comparing.requireWanted(); // before what broke by it is taken for notes
            return new SchemaModel(read, loader.getErrors().stream().map(String::valueOf).toList());
        } catch (IOException | RuntimeException e) {
            comparing.requireWanted();
            throw e;
        } catch (InterruptedException e) {
            comparing.requireWanted(); // thus the reader ends then; nobody interrupted the thread
            Thread.currentThread().interrupt();
            throw new IOException("the reading of the schema was interrupted", e);
        }
    }

    /**
     * Loads what is known of Postgres' own objects, the parser and what compares, and lets the
     * parser meet what schemas are made of: whoever compares schemas first would wait a second or
     * two for that.
     *
     * @param major of a Postgres that comes with Cambium
     */
    public static void prepare(int major) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            // The parser remembers how it decided. It forgets that here, to decide again: so the
            // code that decides is compiled, which other schemas need for what is new in them.
            new SQLParser(null).getInterpreter().clearDFA();
            var _ = SchemaDiff.between(empty(), sample(major), "sample", new Comparing());
        }
    }

    static SchemaModel sample(int major) throws IOException {
        PgDumpLoader loader =
                new PgDumpLoader(
                        () -> Objects.requireNonNull(SchemaModel.class.getResourceAsStream(SAMPLE)),
                        SAMPLE,
                        settings());
        try {
            AbstractDatabase read = loader.load();
            read.setVersion(SupportedPgVersion.valueOf(major * 10_000));
            List<Object> errors = new ArrayList<>(loader.getErrors());
            FullAnalyze.fullAnalyze(read, errors);
            return new SchemaModel(read, errors.stream().map(String::valueOf).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the preparation was interrupted", e);
        }
    }

    /** A database in which nothing was ever made. */
    public static SchemaModel empty() {
        AbstractDatabase nothing = DatabaseLoader.createDb(settings());
        PgSchema usual = new PgSchema("public");
        usual.setOwner("pg_database_owner");
        usual.addPrivilege(
                new PgPrivilege(
                        "GRANT", "USAGE", "SCHEMA public", "PUBLIC", false, DatabaseType.PG));
        nothing.addSchema(usual);
        nothing.setDefaultSchema("public");
        PgExtension language = new PgExtension(USUAL_EXTENSION);
        language.setSchema("pg_catalog");
        language.setComment("'PL/pgSQL procedural language'");
        nothing.addChild(language);
        return new SchemaModel(nothing, List.of());
    }

    /** The databases of a server that people work in: no templates, and not {@code postgres}. */
    public static List<String> databases(Console console) throws SQLException {
        try (Connection connection = console.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY datname")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    /** As {@code pg_dump --schema-only} would write it, in an order that does not jump about. */
    public String sql() {
        return new SchemaText(database).write();
    }

    /** Its tables, by schema and name. */
    public List<TableShape> tables() {
        return TableShape.all(database);
    }

    /** What could not be understood, one sentence each; empty almost always. */
    public List<String> notes() {
        return notes;
    }

    AbstractDatabase database() {
        return database;
    }

    static CoreSettings settings() {
        CoreSettings settings = new CoreSettings();
        // Bodies of functions name what a script makes later.
        settings.setDisableCheckFunctionBodies(true);
        return settings;
    }

    /** A connection that is there already. */
    private record Opened(Connection connection) implements IJdbcConnector {

        @Override
        public Connection getConnection() {
            return connection;
        }

        @Override
        public @Nullable String getBatchDelimiter() {
            return null;
        }

        @Override
        public String getUrl() {
            return "jdbc:postgresql://localhost/";
        }
    }
}
