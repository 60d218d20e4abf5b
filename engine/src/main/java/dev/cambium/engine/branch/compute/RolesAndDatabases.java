package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.compute.ProjectRole;
import dev.cambium.engine.compute.ReaderRole;
import dev.cambium.engine.compute.ScramVerifier;
import dev.cambium.engine.volume.Volume;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Keeps a running branch and the catalog of one mind about roles, which the catalog decides, and
 * databases, which the branch decides.
 */
public final class RolesAndDatabases {

    private final Catalog catalog;
    private final Clock clock;
    private final KnownRoles knownRoles;

    public RolesAndDatabases(Catalog catalog, Volume volume, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
        this.knownRoles = new KnownRoles(volume);
    }

    /**
     * Gives a server the roles and passwords that the catalog has for its branch, so that going to
     * another content never brings back an old password, and the one that only reads. Writes only
     * where something differs.
     */
    public void applyRoles(Branch branch, Console console) throws SQLException {
        applyRoles(branch, console, Optional.empty());
    }

    /**
     * As {@link #applyRoles(Branch, Console)}, and asks the server only if it is not known what it
     * has.
     *
     * @param compute has just started, syncs what it writes, and nobody was let in yet
     */
    void applyRolesAtStart(Branch branch, Compute compute) throws SQLException {
        Optional<String> content = knownRoles.digest(compute.timeline());
        if (content.isEmpty() || !knownRoles.areIn(content.get(), catalog.rolesOf(branch.id()))) {
            applyRoles(branch, compute.console(), content);
        }
    }

    private void applyRoles(Branch branch, Console console, Optional<String> content)
            throws SQLException {
        List<Role> roles = catalog.rolesOf(branch.id());
        try (Connection connection = connect(console, likelyDatabase(branch))) {
            Map<String, @Nullable String> present = verifiers(connection);
            content.ifPresent(digest -> knownRoles.note(digest, present));
            for (Role role : roles) {
                apply(connection, role, present);
            }
            boolean taken = roles.stream().anyMatch(role -> role.name().equals(ReaderRole.NAME));
            if (!taken && !present.containsKey(ReaderRole.NAME)) {
                ReaderRole.create(connection);
            }
        }
    }

    /**
     * Makes a role that may do all but be the engine's own, or gives it its new password; one that
     * cannot log in may do nothing until it is granted something.
     */
    public void createRole(Console console, Role role) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            apply(connection, role, verifiers(connection));
        }
    }

    /**
     * Gives the role and the database of the template the names that a project wants; without one
     * it has no database.
     */
    public void nameAsIn(Project project, Console console) throws SQLException {
        String made = Names.quoted(ProjectRole.DEFAULT_NAME);
        String database = project.defaultDatabase();
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            if (database == null) {
                execute(connection, "DROP DATABASE " + made);
            } else if (!database.equals(ProjectRole.DEFAULT_NAME)) {
                execute(
                        connection,
                        "ALTER DATABASE %s RENAME TO %s".formatted(made, Names.quoted(database)));
            }
            if (!project.roleName().equals(ProjectRole.DEFAULT_NAME)) {
                execute(
                        connection,
                        "ALTER ROLE %s RENAME TO %s"
                                .formatted(made, Names.quoted(project.roleName())));
            }
        }
    }

    /** Ends the sessions of a role. */
    public void endSessions(Console console, String role) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE);
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                        + " WHERE usename = ?")) {
            statement.setString(1, role);
            statement.execute();
        }
    }

    public void dropRole(Console console, String role) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            execute(connection, "DROP ROLE IF EXISTS " + Names.quoted(role));
        }
    }

    public void dropDatabase(Console console, String name) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            execute(connection, "DROP DATABASE %s WITH (FORCE)".formatted(Names.quoted(name)));
        }
    }

    private static void apply(
            Connection connection, Role role, Map<String, @Nullable String> present)
            throws SQLException {
        if (!role.canLogIn()) {
            if (!present.containsKey(role.name())) {
                execute(connection, "CREATE ROLE %s NOLOGIN".formatted(Names.quoted(role.name())));
            }
            return;
        }
        String wanted = ScramVerifier.of(role.name(), role.password());
        if (!present.containsKey(role.name())) {
            execute(connection, ProjectRole.creation(Names.quoted(role.name()), wanted));
        } else if (!wanted.equals(present.get(role.name()))) {
            execute(
                    connection,
                    "ALTER ROLE %s PASSWORD '%s'".formatted(Names.quoted(role.name()), wanted));
        }
    }

    /**
     * A session in a database, or in the one that is always there if this content lacks it, or lets
     * nobody in: a trigger on logins must not keep a branch from starting, nor from getting the
     * passwords with which its owner can mend that.
     */
    private static Connection connect(Console console, String database) throws SQLException {
        Properties writing = new Properties();
        // A compute of the past refuses writes by default, and needs today's passwords all the
        // same.
        PGProperty.OPTIONS.set(writing, "-c default_transaction_read_only=off");
        try {
            return console.connect(database, ComputeFolders.ENGINE_ROLE, writing);
        } catch (SQLException e) {
            if (database.equals(ComputeFolders.ENGINE_ROLE)) {
                throw e;
            }
            return console.connect(ComputeFolders.ENGINE_ROLE, ComputeFolders.ENGINE_ROLE, writing);
        }
    }

    /**
     * The database that clients will want next. The first session in a database after a start fills
     * its relation cache anew, which takes longer than everything done here: better it is the right
     * one.
     */
    private String likelyDatabase(Branch branch) {
        List<String> known =
                catalog.databases(branch.id()).stream().map(KnownDatabase::name).toList();
        String preferred =
                catalog.project(branch.projectId()).map(Project::defaultDatabase).orElse(null);
        if (preferred != null && known.contains(preferred)) {
            return preferred;
        }
        return known.isEmpty() ? ComputeFolders.ENGINE_ROLE : known.getFirst();
    }

    /** Notes which databases a branch has now, if that is news. */
    public void learnDatabases(String branchId, Console console) throws SQLException {
        List<KnownDatabase> found = new ArrayList<>();
        Map<Long, KnownDatabase> known = new HashMap<>();
        catalog.databases(branchId).forEach(database -> known.put(database.oid(), database));
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT oid, datname, pg_get_userbyid(datdba)
                                FROM pg_database
                                WHERE NOT datistemplate AND datname <> 'postgres'
                                ORDER BY datname
                                """)) {
            while (rows.next()) {
                long oid = rows.getLong(1);
                KnownDatabase before = known.get(oid);
                found.add(
                        new KnownDatabase(
                                branchId,
                                oid,
                                rows.getString(2),
                                rows.getString(3),
                                before == null ? clock.instant() : before.createdAt()));
            }
        }
        if (!found.equals(catalog.databases(branchId))) {
            catalog.commit(change -> change.replaceDatabases(branchId, found));
        }
    }

    /** Makes a database, owned by a role. */
    public void createDatabase(Console console, String name, String owner) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            execute(
                    connection,
                    "CREATE DATABASE %s OWNER %s"
                            .formatted(Names.quoted(name), Names.quoted(owner)));
        }
    }

    /** Gives a database another name; sessions in it are ended first. */
    public void renameDatabase(Console console, String name, String newName) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            String database = Names.quoted(name);
            execute(connection, "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(database));
            String allowed = database;
            try {
                endSessionsIn(connection, name);
                execute(
                        connection,
                        "ALTER DATABASE %s RENAME TO %s"
                                .formatted(database, Names.quoted(newName)));
                allowed = Names.quoted(newName);
            } finally {
                execute(connection, "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(allowed));
            }
        }
    }

    public void changeOwner(Console console, String database, String owner) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            execute(
                    connection,
                    "ALTER DATABASE %s OWNER TO %s"
                            .formatted(Names.quoted(database), Names.quoted(owner)));
        }
    }

    private static void endSessionsIn(Connection connection, String database) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                + " WHERE datname = ?")) {
            statement.setString(1, database);
            statement.execute();
        }
    }

    /** Writes all dirty pages and a checkpoint, so that forks need little replay. */
    public static void checkpoint(Console console) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            execute(connection, "CHECKPOINT");
        }
    }

    private static Map<String, @Nullable String> verifiers(Connection connection)
            throws SQLException {
        Map<String, @Nullable String> found = new HashMap<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT rolname, rolpassword FROM pg_authid");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
        return found;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
