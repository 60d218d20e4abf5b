package dev.cambium.engine.branch;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.ServerDatabases;
import dev.cambium.engine.branch.compute.ServerRoles;
import dev.cambium.engine.branch.endpoint.Standby;
import dev.cambium.engine.branch.endpoint.Standbys;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.Console;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The roles and the databases of branches. What changes them starts the compute of the branch.
 * Thread-safe.
 */
public final class BranchContents {

    private static final Logger log = LoggerFactory.getLogger(BranchContents.class);

    /** SQLSTATE invalid_catalog_name: somebody deleted it by SQL since the catalog was told. */
    private static final String NO_SUCH_DATABASE = "3D000";

    private final EngineParts parts;
    private final Catalog catalog;
    private final Computes computes;
    private final Standbys standbys;
    private final ServerRoles serverRoles;
    private final ServerDatabases serverDatabases;

    BranchContents(
            EngineParts parts,
            Computes computes,
            Standbys standbys,
            ServerRoles serverRoles,
            ServerDatabases serverDatabases) {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.computes = computes;
        this.standbys = standbys;
        this.serverRoles = serverRoles;
        this.serverDatabases = serverDatabases;
    }

    public List<Role> roles(Branch branch) {
        return catalog.rolesOf(branch.id());
    }

    /**
     * Makes a role.
     *
     * @param login whether it may log in, with a password of its own, and do what the first one
     *     may; else it has no rights and no password, and is there to have members
     */
    public Role createRole(Branch branch, String name, boolean login) {
        String checked = Names.role(name);
        if (catalog.roleOf(branch.id(), checked).isPresent()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "ROLE_EXISTS",
                    "There is a role '%s' on this branch already. Choose another name."
                            .formatted(checked));
        }
        Instant now = parts.clock().instant();
        Role role = new Role(branch.id(), checked, login ? Ids.password() : "", now, now);
        change(
                branch,
                "ROLE_NOT_CREATED",
                "Role '%s' was not created".formatted(checked),
                console -> serverRoles.createRole(console, role));
        catalog.commit(change -> change.put(role));
        return role;
    }

    /** Gives a role a new password and ends its sessions. */
    public Role resetPassword(Branch branch, String name) {
        Role before = role(branch, name);
        if (!before.canLogIn()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "ROLE_CANNOT_LOG_IN",
                    "Role '%s' was made without a login, so it has no password to reset."
                            .formatted(name));
        }
        Role after =
                new Role(
                        branch.id(),
                        before.name(),
                        Ids.password(),
                        before.createdAt(),
                        parts.clock().instant());
        change(
                branch,
                "PASSWORD_NOT_RESET",
                "The password of role '%s' was not reset".formatted(name),
                console -> {
                    serverRoles.createRole(console, after);
                    endSessions(branch, console, after.name());
                });
        catalog.commit(change -> change.put(after));
        return after;
    }

    /** Deletes a role that owns nothing. */
    public Role deleteRole(Branch branch, String name) {
        Role role = role(branch, name);
        if (project(branch).roleName().equals(name)) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "ROLE_NEEDED",
                    "Role '%s' is the one this project's connection strings use. It cannot be deleted."
                            .formatted(name));
        }
        change(
                branch,
                "ROLE_NOT_DELETED",
                "Role '%s' was not deleted".formatted(name),
                console -> {
                    endSessions(branch, console, name);
                    serverRoles.dropRole(console, name);
                });
        catalog.commit(change -> change.removeRole(branch.id(), name));
        return role;
    }

    /** The databases of a branch: as it has them if it runs, else as it had them last. */
    public List<KnownDatabase> databases(Branch branch) {
        if (computes.state(branch.id()) == ComputeState.RUNNING) {
            try {
                serverDatabases.learn(branch.id(), computes.start(branch));
            } catch (SQLException e) {
                log.debug("The databases of {} could not be read", branch.name(), e);
            }
        }
        return catalog.databases(branch.id());
    }

    /**
     * Makes a database on a branch.
     *
     * @param owner null means the project's default role
     */
    public KnownDatabase createDatabase(Branch branch, String name, @Nullable String owner) {
        String checked = Names.identifier("database", name);
        String owning = owner == null ? project(branch).roleName() : owner;
        change(
                branch,
                "DATABASE_NOT_CREATED",
                "Database '%s' was not created".formatted(checked),
                console -> serverDatabases.create(branch.id(), console, checked, owning));
        return database(branch, checked);
    }

    /**
     * Gives a database another name, which ends the sessions in it, or another owner.
     *
     * @param newName null leaves it
     * @param owner null leaves it
     */
    public KnownDatabase updateDatabase(
            Branch branch, String name, @Nullable String newName, @Nullable String owner) {
        KnownDatabase _ = database(branch, name); // or it is refused
        String after = newName == null ? name : Names.identifier("database", newName);
        if (!after.equals(name) && known(branch, after).isPresent()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "DATABASE_EXISTS",
                    "There is a database '%s' on this branch already. Choose another name."
                            .formatted(after));
        }
        changeDatabase(
                branch,
                "DATABASE_NOT_CHANGED",
                "Database '%s' was not changed".formatted(name),
                console ->
                        serverDatabases.alter(
                                branch.id(),
                                console,
                                name,
                                after.equals(name) ? null : after,
                                owner));
        Project project = project(branch);
        if (branch.isDefault() && name.equals(project.defaultDatabase()) && !after.equals(name)) {
            Project renamed = project.withDefaultDatabase(after, parts.clock().instant());
            catalog.commit(change -> change.put(renamed));
        }
        return database(branch, after);
    }

    /**
     * Gives all roles of a branch new passwords and ends their sessions, so that who knows the
     * parent's does not know the child's.
     */
    public List<Role> renewPasswords(Branch branch) {
        return roles(branch).stream().map(role -> resetPassword(branch, role.name())).toList();
    }

    /** Deletes a database with all that is in it, and ends the sessions in it. */
    public KnownDatabase deleteDatabase(Branch branch, String name) {
        KnownDatabase database = database(branch, name);
        changeDatabase(
                branch,
                "DATABASE_NOT_DELETED",
                "Database '%s' was not deleted".formatted(name),
                console -> serverDatabases.drop(branch.id(), console, name));
        return database;
    }

    /** On the branch's compute and on those that follow it. */
    private void endSessions(Branch branch, Console console, String role) throws SQLException {
        serverRoles.endSessions(console, role);
        for (Standby standby : standbys.running()) {
            if (standby.endpoint().branchId().equals(branch.id())) {
                serverRoles.endSessions(standby.console(), role);
            }
        }
    }

    private interface Work {
        void on(Console console) throws SQLException;
    }

    private void change(Branch branch, String code, String failed, Work work) {
        Console console = computes.start(branch);
        try {
            work.on(console);
        } catch (SQLException e) {
            throw new Refusal(Kind.CONFLICT, code, failed + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #change}, of a database that the catalog knows and that may be gone. */
    private void changeDatabase(Branch branch, String code, String failed, Work work) {
        change(
                branch,
                code,
                failed,
                console -> {
                    try {
                        work.on(console);
                    } catch (SQLException e) {
                        if (NO_SUCH_DATABASE.equals(e.getSQLState())) {
                            throw new Refusal(
                                    Kind.NOT_FOUND, code, failed + ": " + e.getMessage(), e);
                        }
                        throw e;
                    }
                });
    }

    private Role role(Branch branch, String name) {
        return catalog.roleOf(branch.id(), name)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "ROLE_NOT_FOUND",
                                        "There is no role '%s' on this branch. 'cambium roles list' shows those there are."
                                                .formatted(name)));
    }

    private Optional<KnownDatabase> known(Branch branch, String name) {
        return named(databases(branch), name);
    }

    private static Optional<KnownDatabase> named(List<KnownDatabase> databases, String name) {
        return databases.stream().filter(database -> database.name().equals(name)).findFirst();
    }

    /** As the catalog has it, else as the server does: most were seen before. */
    private KnownDatabase database(Branch branch, String name) {
        return named(catalog.databases(branch.id()), name)
                .or(() -> known(branch, name))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "DATABASE_NOT_FOUND",
                                        "There is no database '%s' on this branch. 'cambium databases list' shows those there are."
                                                .formatted(name)));
    }

    private Project project(Branch branch) {
        return catalog.project(branch.projectId()).orElseThrow();
    }
}
