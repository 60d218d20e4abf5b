package dev.cambium.engine.cli;

import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.EngineException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** {@code cambium run}. */
@Command(
        name = "run",
        header = "Run a command on a branch of its own, and delete that afterwards.",
        description = {
            "",
            "The command finds the branch in DATABASE_URL, in PGHOST, PGPORT, PGUSER,",
            "PGPASSWORD and PGDATABASE, and its name in CAMBIUM_BRANCH. It has the",
            "terminal, gets the signals, and its exit code is that of this command. When",
            "even this command is killed, the branch expires within a day.",
            "",
            "  cambium run -- npm test",
            "  cambium run --from main@2026-11-20T12:00:00Z --keep -- psql",
            ""
        })
final class RunCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private LoginOptions login = new LoginOptions();

    @Option(
            names = "--from",
            paramLabel = BranchAt.LABEL,
            completionCandidates = BranchNames.class,
            description = "The parent, and its moment; left out, the pinned or default branch now.")
    private @Nullable String from;

    @Option(names = "--keep", description = "Keep the branch, and say its name.")
    private boolean keep;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "After --.")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        String project = project(in.project).id();
        BranchAt typed = BranchAt.parse(engine(), project, from);
        BranchAt parent = new BranchAt(namedOrPinned(project, typed.branch()), typed.at());
        EphemeralBranch branch = EphemeralBranch.create(engine(), project, parent, keep);
        try {
            CallersProgram program =
                    new CallersProgram(
                            command,
                            branch.environment(login.database, login.role),
                            null,
                            branch.afterwards());
            return cambium().handTerminalTo(program);
        } catch (RuntimeException e) {
            throw withoutBranch(branch, e);
        }
    }

    /** A run that came to nothing, because whoever asked for it is gone or by a refusal. */
    private static RuntimeException withoutBranch(EphemeralBranch branch, RuntimeException reason) {
        try {
            branch.close();
        } catch (EngineException e) {
            reason.addSuppressed(e); // It expires by itself.
        }
        return reason;
    }

    @Override
    void run() {
        throw new IllegalStateException("call() does it all");
    }
}
