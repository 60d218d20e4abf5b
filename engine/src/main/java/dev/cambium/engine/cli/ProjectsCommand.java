package dev.cambium.engine.cli;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectUpdate;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cambium projects}. */
@Command(
        name = "projects",
        aliases = "project",
        header = "List, create, show, change, delete and recover projects.")
final class ProjectsCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(
                Listing.class, Create.class, Get.class, Update.class, Delete.class, Recover.class);
    }

    @Command(name = "list", header = "List the projects.")
    static final class Listing extends Verb {

        @Option(
                names = {"--deleted", "--recoverable-only"},
                description = "Those in the trash, which can be recovered.")
        private boolean deleted;

        @Override
        void run() {
            List<Project> all =
                    deleted ? engine().projects().deleted() : engine().projects().list();
            output().print(all, () -> deleted ? inTrash(all) : table(all));
        }

        private static Table inTrash(List<Project> projects) {
            Table table =
                    Table.columns("NAME", "ID", "POSTGRES", "DELETED", "UNTIL")
                            .whenEmpty("No project is in the trash.");
            projects.forEach(
                    project ->
                            table.row(
                                    project.name(),
                                    project.id(),
                                    postgres(project),
                                    time(project.deletedAt()),
                                    time(project.recoverableUntil())));
            return table;
        }

        private static String time(@Nullable Instant time) {
            return time == null ? "" : Moment.local(time);
        }
    }

    @Command(
            name = "create",
            header = "Create a project with its default branch, a role and a database.",
            description = {
                "",
                "Timeouts hold for the endpoints that set none themselves: in seconds; 0",
                "means the engine's default, which is 300 and 1800, and -1 means never.",
                ""
            })
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

        @Option(
                names = "--pg-version",
                paramLabel = "18|17",
                description = "The Postgres of all its branches; left out, 18.")
        private @Nullable Integer pgVersion;

        @Option(
                names = "--postgres-bin",
                paramLabel = "DIR",
                description =
                        "Run it on an installed Postgres of 16 to 18, for example with pgvector or PostGIS: the folder of postgres and initdb.")
        private @Nullable Path postgresBin;

        @Mixin private ProjectSettings settings = new ProjectSettings();

        @Override
        void run() {
            String bin =
                    postgresBin == null
                            ? null
                            : cambium().caller().folder().resolve(postgresBin).toString();
            Created.ProjectReply created =
                    engine().projects()
                            .create(
                                    new NewProject(name, null, role, database, pgVersion, bin)
                                            .withHistory(
                                                    settings.historySeconds(),
                                                    settings.historyBytes())
                                            .withEndpointDefaults(settings.endpointDefaults()));
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
            output().print(found, () -> properties(found));
        }
    }

    @Command(
            name = "update",
            header = "Change a project's name, and what holds for all its branches.",
            description = {
                "",
                "Timeouts hold for the endpoints that set none themselves: in seconds; 0",
                "means the engine's default, which is 300 and 1800, and -1 means never.",
                ""
            })
    static final class Update extends Verb {

        @Parameters(paramLabel = "ID|NAME", description = "The project.")
        private String project = "";

        @Option(names = "--name", paramLabel = "NAME", description = "Its new name.")
        private @Nullable String name;

        @Mixin private ProjectSettings settings = new ProjectSettings();

        @Override
        void run() {
            EndpointUpdate defaults = settings.endpointDefaults();
            ProjectUpdate update =
                    new ProjectUpdate(
                            name,
                            settings.historySeconds(),
                            settings.historyBytes(),
                            defaults.equals(EndpointUpdate.NOTHING) ? null : defaults);
            if (update.isEmpty()) {
                throw new WrongUsage(
                        "Say what to change: --name, --suspend-timeout, --pool-timeout, --history or --history-max.");
            }
            Project updated =
                    engine().projects().update(engine().projects().get(project).id(), update);
            output().print(updated, () -> properties(updated));
        }
    }

    @Command(
            name = "delete",
            header = "Delete a project with all its branches.",
            description = {
                "",
                "Its computes are stopped first. It stays in the trash for seven days or until",
                "`cambium gc --free`, and comes back with `cambium projects recover`.",
                ""
            })
    static final class Delete extends Verb {

        @Parameters(paramLabel = "ID|NAME", description = "The project.")
        private String project = "";

        @Override
        void run() {
            Project deleted = engine().projects().delete(engine().projects().get(project).id());
            output().print(deleted, () -> table(List.of(deleted)));
        }
    }

    @Command(
            name = "recover",
            header = "Take a deleted project back out of the trash.",
            description = {
                "",
                "It comes back with its branches and snapshots, their ports and connection",
                "strings. `cambium projects list --deleted` shows what can be recovered.",
                ""
            })
    static final class Recover extends Verb {

        @Parameters(paramLabel = "ID|NAME", description = "The project, as it was called.")
        private String project = "";

        @Override
        void run() {
            Project back = engine().projects().recover(project);
            output().print(back, () -> table(List.of(back)));
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

    private static Table properties(Project project) {
        Table table =
                Table.properties()
                        .row("Name", project.name())
                        .row("Id", project.id())
                        .row("Postgres", postgres(project))
                        .row("History", history(project))
                        .row("Created", Moment.local(project.createdAt()));
        return table;
    }

    private static String postgres(Project project) {
        String bin = project.cambiumPostgresBin();
        return project.pgVersion() + (bin == null ? "" : " in " + bin);
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
                                postgres(project),
                                history(project),
                                Moment.local(project.createdAt())));
        return table;
    }
}
