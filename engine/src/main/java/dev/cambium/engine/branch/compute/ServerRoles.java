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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Gives the server of a branch its roles and their passwords, which the catalog decides. Going to
 * another content never brings back an old password.
 */
public final class ServerRoles {

    private final Catalog catalog;
    private final KnownRoles knownRoles;

    public ServerRoles(Catalog catalog, Volume volume) {
        this.catalog = catalog;
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
