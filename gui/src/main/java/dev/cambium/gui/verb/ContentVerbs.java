package dev.cambium.gui.verb;

import static dev.cambium.gui.verb.BranchVerbs.done;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.NewEndpoint;
import dev.cambium.engine.api.Role;
import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;

/** The verbs of what belongs to a branch: its roles, databases and endpoints. */
final class ContentVerbs {

    private ContentVerbs() {}

    /** The password of a new role is copied: it is shown nowhere. */
    static Verb<Role> createRole(Branch branch, String name, VerbRunner runner) {
        return Verb.<Role>of(
                        Text.get("notice.role.failed", name),
                        (client, project) -> client.roles().create(project, branch.id(), name),
                        role -> done(Text.get("notice.role.created", name), copied(role)))
                .then(role -> copyPassword(role, runner));
    }

    static Verb<Role> resetPassword(Branch branch, String name, VerbRunner runner) {
        return Verb.<Role>of(
                        Text.get("notice.role.failed", name),
                        (client, project) ->
                                client.roles().resetPassword(project, branch.id(), name),
                        role -> done(Text.get("notice.role.password", name), copied(role)))
                .then(role -> copyPassword(role, runner));
    }

    private static String copied(Role role) {
        return role.password() == null ? "" : Text.get("notice.role.copied");
    }

    private static void copyPassword(Role role, VerbRunner runner) {
        String password = role.password();
        if (password != null) {
            runner.copy(password);
        }
    }

    /** Copies the password that a role has. */
    static Verb<String> copyRolePassword(Branch branch, String name, VerbRunner runner) {
        return Verb.<String>of(
                        Text.get("notice.role.failed", name),
                        (client, project) ->
                                client.roles().revealPassword(project, branch.id(), name),
                        password ->
                                done(
                                        Text.get("notice.role.revealed", name),
                                        Text.get("notice.role.copied")))
                .then(runner::copy);
    }

    static Verb<Role> deleteRole(Branch branch, String name) {
        return Verb.of(
                Text.get("notice.role.failed", name),
                (client, project) -> client.roles().delete(project, branch.id(), name),
                role -> done(Text.get("notice.role.deleted", name), ""));
    }

    static Verb<Database> createDatabase(Branch branch, String name, @Nullable String owner) {
        return Verb.of(
                Text.get("notice.database.failed", name),
                (client, project) -> client.databases().create(project, branch.id(), name, owner),
                database -> done(Text.get("notice.database.created", name), ""));
    }

    static Verb<Database> deleteDatabase(Branch branch, String name) {
        return Verb.of(
                Text.get("notice.database.failed", name),
                (client, project) -> client.databases().delete(project, branch.id(), name),
                database -> done(Text.get("notice.database.deleted", name), ""));
    }

    static Verb<Endpoint> createReadOnly(Branch branch, @Nullable String name) {
        return Verb.of(
                Text.get("notice.change.failed", branch.name()),
                (client, project) ->
                        client.endpoints()
                                .create(
                                        project,
                                        branch.id(),
                                        new NewEndpoint(name, EndpointUpdate.NOTHING)),
                endpoint ->
                        done(Text.get("notice.endpoint.created", branch.name()), endpoint.host()));
    }

    static Verb<Endpoint> deleteEndpoint(Branch branch, Endpoint endpoint) {
        return Verb.of(
                Text.get("notice.change.failed", branch.name()),
                (client, project) -> client.endpoints().delete(project, endpoint.id()),
                deleted -> done(Text.get("notice.endpoint.deleted", endpoint.host()), ""));
    }

    /**
     * @param restart whether the settings are to take effect at once
     */
    static Verb<Endpoint> settings(
            Branch branch, Endpoint endpoint, EndpointUpdate update, boolean restart) {
        return Verb.of(
                Text.get("notice.change.failed", branch.name()),
                (client, project) -> {
                    Endpoint changed = client.endpoints().update(project, endpoint.id(), update);
                    return restart ? client.endpoints().restart(project, endpoint.id()) : changed;
                },
                changed ->
                        done(
                                Text.get("notice.settings", branch.name()),
                                restart ? "" : Text.get("notice.settings.later")));
    }
}
