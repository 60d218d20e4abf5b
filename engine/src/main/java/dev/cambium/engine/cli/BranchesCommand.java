package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchEndpoints;
import dev.cambium.engine.api.BranchSpace;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Flattened;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectSpace;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code cambium branches}. */
@Command(
        name = "branches",
        aliases = "branch",
        header = "List, create and show branches, and all that happens to them.")
final class BranchesCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(
                Listing.class,
                Create.class,
                Get.class,
                Flatten.class,
                Space.class,
                SchemaDiffCommand.class,
                BranchLifeCommands.Reset.class,
                BranchLifeCommands.Restore.class,
                BranchLifeCommands.Rename.class,
                BranchLifeCommands.SetDefault.class,
                BranchLifeCommands.SetExpiration.class,
                BranchLifeCommands.Protect.class,
                BranchLifeCommands.Unprotect.class,
                BranchLifeCommands.Delete.class,
                BranchLifeCommands.Recover.class,
                EndpointsCommand.AddCompute.class);
    }

    @Command(name = "list", header = "List the branches of a project.")
    static final class Listing extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Option(names = "--deleted", description = "Those in the trash, which can be recovered.")
        private boolean deleted;

        @Override
        void run() {
            String project = project(in.project).id();
            List<Branch> all =
                    deleted ? engine().life().deleted(project) : engine().branches().list(project);
            output().print(all, () -> table(all, all, pinned(project, all)));
        }

        /** A file that cannot be read marks none; commands that need it say so. */
        private @Nullable Branch pinned(String project, List<Branch> all) {
            try {
                return cambium().context().pinned(project, all).orElse(null);
            } catch (Refusal unreadable) {
                return null;
            }
        }
    }

    @Command(
            name = "create",
            header = "Create a branch from another, as it is now or as it was.",
            description = {
                "",
                "The branch shares its parent's data until either of them changes it. It",
                "gets a port of its own that it keeps for its life, and its parent's roles",
                "and passwords.",
                "",
                "  cambium branches create --name dev",
                "  cambium branches create --name undo --parent main@2026-11-20T12:00:00Z",
                "  cambium branches create --name undo --parent dev@0/1A2B3C8",
                "  cambium branches create --name undo --before-last-ddl",
                "  cambium branches create --name bare --schema-only",
                "",
                "A moment alone, as in --parent 0/1A2B3C8, is one of the default branch.",
                "`cambium branches get` shows how far back a branch can be asked for.",
                "",
                "With --schema-only it becomes a root branch with the schema of --parent, of",
                "every database, and not one of its rows. It shares nothing with --parent and",
                "cannot be reset from it.",
                ""
            })
    static final class Create extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "Its name, at most 256 characters; left out, the engine finds one.")
        private @Nullable String name;

        @Option(
                names = "--parent",
                paramLabel = BranchAt.LABEL,
                completionCandidates = BranchNames.class,
                description =
                        "What it branches from, and at which LSN or time; left out, the default branch as it is now.")
        private @Nullable String parent;

        @Option(
                names = "--schema-only",
                description =
                        "Take the schema of --parent and none of its rows, and share nothing with it.")
        private boolean schemaOnly;

        @Option(
                names = "--expires-at",
                paramLabel = "TIME",
                converter = ZonedTime.class,
                description =
                        "When it deletes itself, with the zone, such as 2026-12-01T12:00:00Z; at most 30 days away.")
        private @Nullable Instant expiresAt;

        @Option(
                names = {"--protect", "--protected"},
                description = "Let nobody delete it, reset it or restore over it.")
        private boolean guarded;

        @Mixin private BeforeLast before = new BeforeLast();

        @Option(
                names = "--compute",
                negatable = true,
                defaultValue = "true",
                fallbackValue = "true",
                description = "Whether to start its Postgres at once; it does by default.")
        private boolean compute;

        @Mixin private ComputeOptions asked = new ComputeOptions();
        @Mixin private PsqlOption psql = new PsqlOption();

        private @Nullable ConnectionUri way;

        @Override
        public Integer call() throws Exception {
            if (psql.isAsked()) {
                Path _ = PsqlOption.find(cambium()); // Refused before anything is made.
            }
            int code = super.call();
            return psql.isAsked() ? psql.open(cambium(), Objects.requireNonNull(way)) : code;
        }

        @Override
        void run() {
            Project project = project(in.project);
            BranchEndpoints endpoints = asked.endpoints(compute, output());
            BranchAt from = BranchAt.parse(engine(), project.id(), parent);
            String at =
                    before.or(from.at(), engine(), project.id(), from.branch(), output(), spec());
            Created.BranchReply created =
                    engine().branches()
                            .create(
                                    project.id(),
                                    new NewBranch(
                                                    name,
                                                    from.branch(),
                                                    at,
                                                    compute && !asked.isReadOnly(),
                                                    schemaOnly,
                                                    guarded,
                                                    expiresAt)
                                            .withEndpoints(endpoints));
            output().print(result(created), () -> table(List.of(created.branch()), all(project)));
            FoundMoment moment = created.moment();
            if (moment != null) {
                output().sayWithTable(
                                (schemaOnly
                                                ? "%s begins with the schema of %s"
                                                : "%s begins with %s")
                                        .formatted(created.branch().name(), moment.words()));
            }
            if (created.notice() != null) {
                output().sayWithTable(created.notice());
            }
            created.connectionUris().stream()
                    .map(ConnectionUri::connectionUri)
                    .forEach(uri -> ProjectsCommand.printUnderTable(output(), uri));
            way = psql.isAsked() ? way(project, created) : null;
        }

        /** Also to one that sleeps: psql wakes it. */
        private ConnectionUri way(Project project, Created.BranchReply created) {
            String id = created.branch().id();
            return created.connectionUris().isEmpty()
                    ? engine().endpoints().connectionUri(project.id(), id, null, null)
                    : created.connectionUris().getFirst();
        }

        private List<Branch> all(Project project) {
            return engine().branches().list(project.id());
        }

        /** As Neon's CLI prints it: the bare branch when nothing came with it. */
        private static Object result(Created.BranchReply created) {
            if (created.endpoints().isEmpty() && created.connectionUris().isEmpty()) {
                return created.branch();
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("branch", created.branch());
            result.put("endpoints", created.endpoints());
            result.put("connection_uris", created.connectionUris());
            if (created.moment() != null) {
                result.put("moment", created.moment());
            }
            if (created.notice() != null) {
                result.put("notice", created.notice());
            }
            return result;
        }
    }

    /** The verbs on one branch. */
    abstract static class OnBranch extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(
                paramLabel = "ID|NAME",
                completionCandidates = BranchNames.class,
                description = "The branch.")
        private String branch = "";

        abstract Branch done(Project project, String branch);

        @Override
        void run() {
            Project project = project(in.project);
            List<Branch> before = engine().branches().list(project.id());
            Branch result = done(project, branch);
            output().print(result, () -> table(List.of(result), before));
            tell(result);
        }

        /** What else is to be said of it. */
        void tell(Branch branch) {}
    }

    @Command(name = "get", header = "Show a branch, and which moments of it can be opened.")
    static final class Get extends OnBranch {

        @Override
        void tell(Branch branch) {
            output().sayWithTable(MomentRangeText.of(branch));
            String schemaFrom = branch.cambium().schemaFrom();
            boolean masked = branch.cambium().masked();
            if (schemaFrom != null) {
                String what = masked ? "the anonymized rows" : "the schema";
                output().sayWithTable("It was made with %s of %s.".formatted(what, schemaFrom));
            } else if (masked) {
                output().sayWithTable("Its rows are anonymized.");
            }
        }

        @Override
        Branch done(Project project, String branch) {
            return engine().branches().get(project.id(), branch);
        }
    }

    @Command(
            name = "flatten",
            header = "Cut a branch free from its ancestors, so that they can go.",
            description = {
                "",
                "What the branch still reads of their storage is copied, while it may be in",
                "use, and it becomes a root branch. It cannot be reset from its parent",
                "afterwards, and this cannot be undone. Its own past can be opened as before,",
                "and keeps parts of the parent's storage until the history window has passed.",
                ""
            })
    static final class Flatten extends OnBranch {

        private String words = "";

        @Override
        Branch done(Project project, String branch) {
            Flattened flattened = engine().branches().flatten(project.id(), branch);
            words = flattened.words();
            return flattened.branch();
        }

        @Override
        void tell(Branch branch) {
            output().sayWithTable(words);
        }
    }

    @Command(
            name = "space",
            header = "Show what the branches of a project take on disk.",
            description = {
                "",
                "UNIQUE is freed when the branch goes for good, its past included; HISTORY",
                "is the part of it that only its past holds; SHARED is what others need,",
                "too. WAL is counted apart.",
                ""
            })
    static final class Space extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() {
            String project = project(in.project).id();
            List<Branch> all = engine().branches().list(project);
            output().print(all, () -> table(all));
            output().sayWithTable(sum(engine().life().space(project)));
        }

        private static String sum(ProjectSpace space) {
            String together =
                    "Together, what is shared counted once: %s of data, %s of WAL."
                            .formatted(
                                    Amount.bytes(space.dataBytes()),
                                    Amount.bytes(space.walBytes()));
            return space.trashBytes() == 0
                    ? together
                    : "%s %s of that is in the trash; `cambium gc --free` frees it."
                            .formatted(together, Amount.bytes(space.trashBytes()));
        }

        private static Table table(List<Branch> all) {
            Table table = Table.columns("NAME", "LOGICAL", "UNIQUE", "HISTORY", "SHARED", "WAL");
            for (Branch branch : all) {
                BranchSpace space = branch.cambium().space();
                table.row(
                        branch.name(),
                        Amount.bytes(branch.logicalSize()),
                        Amount.bytes(branch.cambium().uniqueBytes()),
                        Amount.bytes(space == null ? null : space.historyBytes()),
                        Amount.bytes(space == null ? null : space.sharedBytes()),
                        Amount.bytes(branch.cambium().walBytes()));
            }
            return table;
        }
    }

    private static String named(Branch branch) {
        return branch.name()
                + (branch.isDefault() ? " [default]" : "")
                + (branch.isProtected() ? " [protected]" : "");
    }

    /**
     * @param all where parents' names are looked up
     */
    static Table table(List<Branch> branches, List<Branch> all) {
        return table(branches, all, null);
    }

    /**
     * @param pinned the branch that the caller's folder has pinned; null for none
     */
    private static Table table(List<Branch> branches, List<Branch> all, @Nullable Branch pinned) {
        Map<String, String> names =
                all.stream().collect(Collectors.toMap(Branch::id, Branch::name, (a, _) -> a));
        Function<@Nullable String, String> nameOf =
                id -> id == null ? "-" : names.getOrDefault(id, id);
        Table table =
                Table.columns("NAME", "ID", "PARENT", "STATE", "SIZE", "PORT")
                        .whenEmpty("There is no branch.");
        branches.forEach(
                branch ->
                        table.row(
                                named(branch) + (branch.equals(pinned) ? " [pinned]" : ""),
                                branch.id(),
                                nameOf.apply(branch.parentId()),
                                branch.cambium().state(),
                                Amount.bytes(branch.logicalSize()),
                                String.valueOf(branch.cambium().port())));
        return table;
    }
}
