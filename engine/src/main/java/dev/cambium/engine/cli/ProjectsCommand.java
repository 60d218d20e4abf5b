package dev.cambium.engine.cli;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectUpdate;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cambium projects}. */
@Command(
        name = "projects",
        aliases = "project",
        header = "List, create, show, change and delete projects.",
        subcommands = {
            ProjectsCommand.Listing.class,
            ProjectsCommand.Create.class,
            ProjectsCommand.Get.class,
            ProjectsCommand.Update.class,
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
            name = "update",
            header = "Change a project's name, or how much of the past it keeps.",
            description =
                    "Moments that lie beyond the history window are removed soon after it was made shorter.")
    static final class Update extends Verb {

        @Parameters(paramLabel = "ID|NAME", description = "The project.")
        private String project = "";

        @Option(names = "--name", paramLabel = "NAME", description = "Its new name.")
        private @Nullable String name;

        @Option(
                names = "--history-retention-seconds",
                paramLabel = "SECONDS",
                description = "How far back its branches can be opened: 0 to 2592000 (30 days).")
        private @Nullable Long historyRetentionSeconds;

        @Option(
                names = "--history-max-bytes",
                paramLabel = "BYTES",
                description = "How much disk that may take; beyond it the oldest goes first.")
        private @Nullable Long historyMaxBytes;

        @Override
        void run() {
            Project changed =
                    engine().projects()
                            .update(
                                    engine().projects().get(project).id(),
                                    new ProjectUpdate(
                                            name, historyRetentionSeconds, historyMaxBytes, null));
            output().print(changed, () -> table(List.of(changed)));
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

    /** How far back, and within how much: {@code 24 h, 10 GB}. */
    private static String history(Project project) {
        long seconds = project.historyRetentionSeconds();
        String time =
                seconds % 3_600 == 0
                        ? seconds / 3_600 + " h"
                        : Amount.duration(Duration.ofSeconds(seconds));
        return time + ", " + Amount.bytes(project.cambiumHistoryMaxBytes());
    }

    private static Table table(List<Project> projects) {
        Table table =
                Table.columns("NAME", "ID", "POSTGRES", "HISTORY", "CREATED")
                        .whenEmpty(
                                "There is no project yet. `cambium projects create --name NAME` makes one.");
        projects.forEach(
                project ->
                        table.row(
                                project.name(),
                                project.id(),
                                String.valueOf(project.pgVersion()),
                                history(project),
                                Moment.local(project.createdAt())));
        return table;
    }
}
