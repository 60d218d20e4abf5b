package dev.cambium.engine.cli;

import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code cambium databases}. */
@Command(
        name = "databases",
        aliases = {"database", "db"},
        header = "List, create and delete the databases of a branch.")
final class DatabasesCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Listing.class, Create.class, Update.class, Delete.class);
    }

    @Command(name = "list", header = "List the databases of a branch.")
    static final class Listing extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Override
        void run() {
            Project project = project(in.project);
            List<Database> all =
                    engine().databases().list(project.id(), on.orDefault(engine(), project.id()));
            output().print(all, () -> table(all));
        }
    }

    @Command(name = "create", header = "Create a database on a branch.")
    static final class Create extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "Its name, at most 63 bytes.")
        private String name = "";

        @Option(
                names = "--owner-name",
                paramLabel = "ROLE",
                description = "The role that owns it; left out, the project's default role.")
        private @Nullable String owner;

        @Override
        void run() {
            Project project = project(in.project);
            Database created =
                    engine().databases()
                            .create(
                                    project.id(),
                                    on.orDefault(engine(), project.id()),
                                    name,
                                    owner);
            output().print(created, () -> table(List.of(created)));
        }
    }

    @Command(
            name = "update",
            aliases = "rename",
            header = "Give a database another name or owner.",
            description = "A new name ends the sessions in it.")
    static final class Update extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Parameters(paramLabel = "DATABASE", description = "Its name now.")
        private String database = "";

        @Option(names = "--name", paramLabel = "NAME", description = "Its new name.")
        private @Nullable String name;

        @Option(names = "--owner-name", paramLabel = "ROLE", description = "Its new owner.")
        private @Nullable String owner;

        @Override
        void run() {
            if (name == null && owner == null) {
                throw new WrongUsage("Say what to change: --name NAME or --owner-name ROLE.");
            }
            Project project = project(in.project);
            Database updated =
                    engine().databases()
                            .update(
                                    project.id(),
                                    on.orDefault(engine(), project.id()),
                                    database,
                                    name,
                                    owner);
            output().print(updated, () -> table(List.of(updated)));
        }
    }

    @Command(name = "delete", header = "Delete a database with all that is in it.")
    static final class Delete extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();

        @Parameters(paramLabel = "DATABASE", description = "Its name.")
        private String name = "";

        @Override
        void run() {
            Project project = project(in.project);
            Database deleted =
                    engine().databases()
                            .delete(project.id(), on.orDefault(engine(), project.id()), name);
            output().print(deleted, () -> table(List.of(deleted)));
        }
    }

    private static Table table(List<Database> databases) {
        Table table =
                Table.columns("NAME", "OWNER", "CREATED").whenEmpty("The branch has no database.");
        databases.forEach(
                database ->
                        table.row(
                                database.name(),
                                database.ownerName(),
                                Moment.local(database.createdAt())));
        return table;
    }
}
