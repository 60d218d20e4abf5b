package dev.cambium.engine.cli;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cambium projects}. */
@Command(
        name = "projects",
        aliases = "project",
        header = "List, create, show and delete projects.",
        subcommands = {
            ProjectsCommand.Listing.class,
            ProjectsCommand.Create.class,
            ProjectsCommand.Get.class,
            ProjectsCommand.Delete.class
        })
final class ProjectsCommand extends NounCommand {

    @Command(name = "list", header = "List the projects.")
    static final class Listing extends Verb {

        @Override
        void run() {
            List<Project> all = engine().projects().list();
            output().print(all, () -> table(all));
        }
    }

    @Command(
            name = "create",
            header = "Create a project with its default branch, a role and a database.")
    static final class Create extends Verb {

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "Its name, at most 256 characters; left out, the engine finds one.")
        private @Nullable String name;

        @Option(
                names = "--database",
                paramLabel = "NAME",
                description = "The first database; left out, one named after the role.")
        private @Nullable String database;

        @Option(
                names = "--role",
                paramLabel = "NAME",
                description = "The role that owns it; left out, the engine's choice.")
        private @Nullable String role;

        @Override
        void run() {
            Created.ProjectReply created =
                    engine().projects().create(new NewProject(name, null, role, database));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("project", created.project());
            result.put("connection_uris", created.connectionUris());
            output().print(result, () -> table(List.of(created.project())));
            created.connectionUris().stream()
                    .map(ConnectionUri::connectionUri)
                    .forEach(uri -> printUnderTable(output(), uri));
        }
    }

    @Command(name = "get", header = "Show a project.")
    static final class Get extends Verb {

        @Parameters(paramLabel = "ID|NAME", description = "The project.")
        private String project = "";

        @Override
        void run() {
            Project found = engine().projects().get(project);
            output().print(found, () -> table(List.of(found)));
        }
    }

    @Command(
            name = "delete",
            header = "Delete a project with all its branches.",
            description = "Its computes are stopped first.")
    static final class Delete extends Verb {

        @Parameters(paramLabel = "ID|NAME", description = "The project.")
        private String project = "";

        @Override
        void run() {
            Project deleted = engine().projects().delete(engine().projects().get(project).id());
            output().print(deleted, () -> table(List.of(deleted)));
        }
    }

    /** A connection string below a table; JSON and YAML hold it already. */
    static void printUnderTable(Output output, String uri) {
        if (output.format() == Format.table) {
            output.out().println();
            output.out().println(uri);
            output.out().flush();
        }
    }

    private static Table table(List<Project> projects) {
        Table table =
                Table.columns("NAME", "ID", "POSTGRES", "CREATED")
                        .whenEmpty(
                                "There is no project yet. `cambium projects create --name NAME` makes one.");
        projects.forEach(
                project ->
                        table.row(
                                project.name(),
                                project.id(),
                                String.valueOf(project.pgVersion()),
                                Moment.local(project.createdAt())));
        return table;
    }
}
