package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.NewEndpoint;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cambium endpoints}. */
@Command(
        name = "endpoints",
        aliases = {"endpoint", "ep"},
        header = "List, start, suspend, restart and set up the computes of branches.",
        description = {
            "",
            "Each branch has one that can be written to. Read-only ones follow it at",
            "ports of their own.",
            ""
        })
final class EndpointsCommand extends NounCommand {

    private static final String READ_ONLY = "read_only";
    private static final int PORT_MIN = 1_024;
    private static final int PORT_MAX = 65_535;

    @Override
    List<Class<?>> verbs() {
        return List.of(
                Listing.class,
                Get.class,
                Start.class,
                Suspend.class,
                Restart.class,
                Update.class,
                Create.class,
                Delete.class);
    }

    @Command(name = "list", header = "List the endpoints of a project.")
    static final class Listing extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() {
            Project project = project(in.project);
            List<Endpoint> all = engine().endpoints().list(project.id());
            output().print(all, () -> table(withBranches(project, all)));
        }

        private Map<Endpoint, Branch> withBranches(Project project, List<Endpoint> endpoints) {
            Map<String, Branch> byId = new HashMap<>();
            engine().branches().list(project.id()).forEach(branch -> byId.put(branch.id(), branch));
            Map<Endpoint, Branch> found = new LinkedHashMap<>();
            for (Endpoint endpoint : endpoints) {
                Branch branch = byId.get(endpoint.branchId());
                if (branch != null) { // else deleted in between
                    found.put(endpoint, branch);
                }
            }
            return found;
        }
    }

    /** What the verbs on one endpoint have in common. */
    abstract static class OnOne extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(
                paramLabel = "BRANCH|ENDPOINT",
                completionCandidates = BranchNames.class,
                description = "A branch's id or name, or an endpoint's id.")
        private String named = "";

        abstract Endpoint done(Endpoint endpoint);

        @Override
        void run() {
            Project project = project(in.project);
            Map.Entry<Endpoint, Branch> found = find(project);
            Endpoint after = done(found.getKey());
            output().print(after, () -> table(Map.of(after, found.getValue())));
        }

        private Map.Entry<Endpoint, Branch> find(Project project) {
            if (!named.startsWith("ep-")) {
                Branch branch = engine().branches().get(project.id(), named);
                return Map.entry(
                        engine().endpoints().of(project.id(), branch.id()).getFirst(), branch);
            }
            for (Endpoint endpoint : engine().endpoints().list(project.id())) {
                if (endpoint.id().equals(named)) {
                    return Map.entry(
                            endpoint, engine().branches().get(project.id(), endpoint.branchId()));
                }
            }
            throw new Refusal(
                    "There is no endpoint '%s' in this project; `cambium endpoints list` shows those there are."
                            .formatted(named));
        }
    }

    @Command(name = "get", header = "Show an endpoint.")
    static final class Get extends OnOne {

        @Override
        Endpoint done(Endpoint endpoint) {
            return endpoint;
        }
    }

    @Command(name = "start", header = "Start the compute of a branch.")
    static final class Start extends OnOne {

        @Override
        Endpoint done(Endpoint endpoint) {
            return engine().endpoints().start(endpoint.projectId(), endpoint.id());
        }
    }

    @Command(
            name = "suspend",
            header = "Stop the compute of a branch cleanly; it sleeps until someone connects.")
    static final class Suspend extends OnOne {

        @Override
        Endpoint done(Endpoint endpoint) {
            return engine().endpoints().suspend(endpoint.projectId(), endpoint.id());
        }
    }

    @Command(name = "restart", header = "Stop and start a compute; its settings take effect.")
    static final class Restart extends OnOne {

        @Override
        Endpoint done(Endpoint endpoint) {
            return engine().endpoints().restart(endpoint.projectId(), endpoint.id());
        }
    }

    @Command(
            name = "update",
            header = "Set when a compute falls asleep, and settings of its Postgres.",
            description = {
                "",
                "Timeouts are in seconds; 0 means the project's default, which is 300 and",
                "1800 unless changed, and -1 means never. Settings of Postgres are tried",
                "on a server that is thrown away, and take effect at the next start.",
                ""
            })
    static final class Update extends OnOne {

        @Option(
                names = "--suspend-timeout",
                paramLabel = "SECONDS",
                description = "Sleep after so long without a client.")
        private @Nullable Long suspend;

        @Option(
                names = "--pool-timeout",
                paramLabel = "SECONDS",
                description = "Sleep after so long although clients are connected, all idle.")
        private @Nullable Long pool;

        @Option(
                names = "--set",
                paramLabel = "NAME=VALUE",
                description = "A setting of Postgres; can be given several times.")
        private Map<String, String> set = new LinkedHashMap<>();

        @Option(
                names = "--unset",
                paramLabel = "NAME",
                description = "Take a setting back; can be given several times.")
        private List<String> unset = new ArrayList<>();

        @Option(
                names = "--preload",
                split = ",",
                arity = "0..1",
                paramLabel = "LIBRARY",
                description = "Libraries to load at the start, with commas; none without a value.")
        private @Nullable List<String> preload;

        @Option(
                names = "--port",
                paramLabel = "PORT",
                description = "Where it is reached from now on.")
        private @Nullable Integer port;

        @Override
        void run() {
            if (port != null && (port < PORT_MIN || port > PORT_MAX)) {
                throw new WrongUsage(
                        "--port must lie between %d and %d.".formatted(PORT_MIN, PORT_MAX));
            }
            super.run();
        }

        @Override
        Endpoint done(Endpoint endpoint) {
            return engine().endpoints()
                    .update(
                            endpoint.projectId(),
                            endpoint.id(),
                            new EndpointUpdate(
                                    suspend, pool, settings(endpoint), libraries(), port));
        }

        private @Nullable Map<String, String> settings(Endpoint endpoint) {
            if (set.isEmpty() && unset.isEmpty()) {
                return null;
            }
            Map<String, String> settings = new LinkedHashMap<>();
            if (endpoint.settings().get("pg_settings") instanceof Map<?, ?> before) {
                before.forEach((name, value) -> settings.put("" + name, "" + value));
            }
            settings.putAll(set);
            unset.forEach(settings::remove);
            return settings;
        }

        private @Nullable List<String> libraries() {
            return preload == null
                    ? null
                    : preload.stream().filter(library -> !library.isBlank()).toList();
        }
    }

    @Command(
            name = "create",
            header = "Give a branch another address, at which it can only be read.",
            description = {
                "",
                "It begins with what the branch holds when it wakes, and follows the branch",
                "while that runs; asleep it takes no disk.",
                ""
            })
    static final class Create extends Adding {

        @Mixin private BranchOption on = new BranchOption();

        @Override
        String branch(Project project) {
            return on.orDefault(engine(), project.id());
        }
    }

    /** The same where Neon's command line has it: {@code branches add-compute}. */
    @Command(
            name = "add-compute",
            header = "Give a branch another address, at which it can only be read.",
            description = {"", "The same as `endpoints create --branch`.", ""})
    static final class AddCompute extends Adding {

        @Parameters(
                paramLabel = "ID|NAME",
                completionCandidates = BranchNames.class,
                description = "The branch.")
        private String branch = "";

        @Option(
                names = "--cu",
                paramLabel = "UNITS",
                description = "Sets nothing: a compute here takes what the computer has.")
        private @Nullable String units;

        @Override
        String branch(Project project) {
            if (units != null) {
                output().sayWithTable(ComputeOptions.NO_UNITS);
            }
            return branch;
        }
    }

    /** What makes a read-only endpoint. */
    abstract static class Adding extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Option(
                names = "--type",
                paramLabel = "read_only",
                description = "Its kind; a branch has one that can be written to already.")
        private String type = READ_ONLY;

        @Option(names = "--name", paramLabel = "NAME", description = "What people call it.")
        private @Nullable String name;

        @Option(
                names = "--suspend-timeout",
                paramLabel = "SECONDS",
                description = "Sleep after so long without a client; as for update.")
        private @Nullable Long suspend;

        /** The id or name of the branch that gets it. */
        abstract String branch(Project project);

        @Override
        void run() {
            if (!type.equals(READ_ONLY)) {
                throw new WrongUsage(
                        "--type is read_only: every branch has its one read_write endpoint from the beginning.");
            }
            Project project = project(in.project);
            Branch branch = engine().branches().get(project.id(), branch(project));
            Endpoint created =
                    engine().endpoints()
                            .create(
                                    project.id(),
                                    branch.id(),
                                    new NewEndpoint(
                                            name, new EndpointUpdate(suspend, null, null, null)));
            output().print(created, () -> table(Map.of(created, branch)));
        }
    }

    @Command(
            name = "delete",
            header = "Delete a read-only endpoint; its clients are told.",
            description = "The branch keeps its own endpoint and all its data.")
    static final class Delete extends OnOne {

        @Override
        Endpoint done(Endpoint endpoint) {
            return engine().endpoints().delete(endpoint.projectId(), endpoint.id());
        }
    }

    private static Table table(Map<Endpoint, Branch> endpoints) {
        Table table =
                Table.columns("BRANCH", "ENDPOINT", "TYPE", "ADDRESS", "STATE", "SLEEPS AFTER")
                        .whenEmpty("The project has no branch.");
        endpoints.forEach(
                (endpoint, branch) ->
                        table.row(
                                branch.name(),
                                endpoint.id(),
                                endpoint.type(),
                                endpoint.host(),
                                endpoint.currentState(),
                                sleepsAfter(endpoint.suspendTimeoutSeconds())));
        return table;
    }

    private static String sleepsAfter(long seconds) {
        if (seconds == 0) {
            return "default";
        }
        return seconds < 0 ? "never" : seconds + " s";
    }
}
