package dev.cambium.engine.cli;

import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Role;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

/** {@code cambium roles}. */
@Command(
        name = "roles",
        aliases = "role",
        header = "List, create and delete the roles of a branch, and their passwords.")
final class RolesCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(
                Listing.class, Create.class, Delete.class, Reveal.class, ResetPassword.class);
    }

    /** What the verbs on a branch have in common. */
    abstract static class OnBranch extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        abstract void run(String projectId, String branch);

        @Override
        void run() {
            Project project = project(in.project);
            run(project.id(), on.orDefault(engine(), project.id()));
        }
    }

    @Command(name = "list", header = "List the roles of a branch.")
    static final class Listing extends OnBranch {

        @Override
        void run(String projectId, String branch) {
            List<Role> all = engine().roles().list(projectId, branch);
            output().print(all, () -> table(all));
        }
    }

    @Command(name = "create", header = "Create a role; prints its password.")
    static final class Create extends OnBranch {

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "Its name, at most 63 bytes.")
        private String name = "";

        @Option(
                names = "--no-login",
                description =
                        "Without a password and without rights: one to be granted to other roles.")
        private boolean noLogin;

        @Override
        void run(String projectId, String branch) {
            Role created = engine().roles().create(projectId, branch, name, !noLogin);
            output().print(created, () -> withPassword(created));
        }
    }

    @Command(name = "delete", header = "Delete a role that owns nothing.")
    static final class Delete extends OnBranch {

        @Parameters(paramLabel = "ROLE", description = "Its name.")
        private String role = "";

        @Override
        void run(String projectId, String branch) {
            Role deleted = engine().roles().delete(projectId, branch, role);
            output().print(deleted, () -> table(List.of(deleted)));
        }
    }

    @Command(name = "reveal-password", aliases = "reveal", header = "Print a role's password.")
    static final class Reveal extends OnBranch {

        @Parameters(paramLabel = "ROLE", description = "Its name.")
        private String role = "";

        @Override
        void run(String projectId, String branch) {
            String password = engine().roles().revealPassword(projectId, branch, role);
            output().printLine(password, Map.of("password", password));
        }
    }

    @Command(
            name = "reset-password",
            header = "Give a role a new password, end its sessions, and print the password.")
    static final class ResetPassword extends OnBranch {

        @Parameters(paramLabel = "ROLE", description = "Its name.")
        private String role = "";

        @Override
        void run(String projectId, String branch) {
            Role reset = engine().roles().resetPassword(projectId, branch, role);
            output().print(reset, () -> withPassword(reset));
        }
    }

    private static Table table(List<Role> roles) {
        Table table = Table.columns("NAME", "CREATED").whenEmpty("The branch has no role.");
        roles.forEach(role -> table.row(role.name(), Moment.local(role.createdAt())));
        return table;
    }

    private static Table withPassword(Role role) {
        String password = role.password() == null ? "" : role.password();
        Table table = Table.columns("NAME", "PASSWORD");
        table.row(role.name(), password);
        return table;
    }
}
