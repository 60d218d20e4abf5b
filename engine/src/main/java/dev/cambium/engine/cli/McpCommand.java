package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.cli.mcp.AgentScope;
import dev.cambium.engine.cli.mcp.AgentServer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.OutputStream;
import java.io.PrintStream;

/** {@code cambium mcp}. */
@Command(
        name = "mcp",
        header = "Serve an agent: branches and SQL as tools, over standard input and output.",
        description = {
            "",
            "Speaks the Model Context Protocol. An agent's settings name the command:",
            "  cambium mcp --throw-away",
            "gives each of its runs a branch of its own, made when it begins and deleted",
            "when it ends; its tools change that and what it makes, and nothing else.",
            "",
            "Statements that read run as a role that can only read tables, so --read-only",
            "holds. Those that write run as the project's role, a superuser, which can read",
            "files and run programs as you: --throw-away keeps an agent from mistakes, and",
            "does not hold one that means harm.",
            ""
        })
final class McpCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private BranchOption on = new BranchOption();

    @Option(names = "--read-only", description = "Give it no tool that changes anything.")
    private boolean readOnly;

    @Option(
            names = "--throw-away",
            description = "Make a branch for this run, and delete it at the end.")
    private boolean throwAway;

    @Option(
            names = "--from",
            paramLabel = BranchAt.LABEL,
            completionCandidates = BranchNames.class,
            description =
                    "With --throw-away: its parent; left out, the pinned or default branch now.")
    private @Nullable String from;

    @Option(names = "--keep", description = "With --throw-away: keep the branch after all.")
    private boolean keep;

    private boolean ended;

    @Override
    void run() throws InterruptedException {
        if (throwAway && (readOnly || on.branch != null)) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--throw-away makes a branch to be changed: leave out --read-only and --branch.");
        }
        if (!throwAway && (from != null || keep)) {
            throw new ParameterException(
                    spec().commandLine(), "--from and --keep go with --throw-away.");
        }
        // Standard output is the protocol's alone; whoever else writes to it would break it. That
        // is the log, which an agent's host would show among the agent's own errors.
        OutputStream agent = System.out;
        System.setOut(
                System.getenv("CAMBIUM_DEBUG") == null
                        ? new PrintStream(OutputStream.nullOutputStream())
                        : System.err);
        String project = project(in.project).id();
        if (!throwAway) {
            boolean confined = on.branch != null;
            String branch =
                    on.branch == null
                            ? pinned(project).map(Branch::id).orElse(null)
                            : engine().branches().get(project, on.branch).id();
            serve(AgentScope.of(project, branch, confined, readOnly), agent);
            return;
        }
        BranchAt typed = BranchAt.parse(engine(), project, from);
        BranchAt parent = new BranchAt(namedOrPinned(project, typed.branch()), typed.at());
        EphemeralBranch branch = EphemeralBranch.create(engine(), project, parent, keep);
        AgentScope scope = AgentScope.of(project, branch.branch().id(), true, false);
        Thread signalled = new Thread(() -> end(scope, branch), "mcp-signalled");
        Runtime.getRuntime().addShutdownHook(signalled);
        try {
            serve(scope, agent);
        } finally {
            end(scope, branch);
        }
    }

    /** Agents end by closing their side, and by a signal: both at once, as a rule. */
    private synchronized void end(AgentScope scope, EphemeralBranch branch) {
        if (!ended) {
            ended = true;
            if (!keep) {
                scope.deleteMade(engine());
            }
            branch.close();
        }
    }

    private void serve(AgentScope scope, OutputStream agent) throws InterruptedException {
        String instructions =
                "Each branch is a Postgres of its own with all data of its parent. "
                        + (scope.readOnly()
                                ? "This session only reads. " + meant(scope)
                                : "%s Take a checkpoint before what may go wrong, and rewind if it did."
                                        .formatted(mine(scope)));
        new AgentServer(engine(), scope, HandOver.version(), instructions)
                .serve(cambium().in(), agent);
    }

    private String mine(AgentScope scope) {
        return scope.confined()
                ? "You may change one branch and what you make of it. " + meant(scope)
                : "Make a branch before you change anything. " + meant(scope);
    }

    private String meant(AgentScope scope) {
        String branch = scope.branchId();
        if (branch == null) {
            return "The default branch is meant wherever you name none.";
        }
        String name = engine().branches().get(scope.projectId(), branch).name();
        return (scope.confined()
                        ? "Your own branch is %s; it is meant wherever you name none."
                        : "Branch %s is meant wherever you name none.")
                .formatted(name);
    }
}
