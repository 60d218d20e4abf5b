package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
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

    /** As shells have it. */
    private static final int NOT_FOUND = 127;

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private LoginOptions login = new LoginOptions();

    @Option(
            names = "--from",
            paramLabel = BranchAt.LABEL,
            description = "The parent, and its moment; left out, the default branch now.")
    private @Nullable String from;

    @Option(names = "--keep", description = "Keep the branch, and say its name.")
    private boolean keep;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "After --.")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        String project = project(in.project).id();
        BranchAt parent = BranchAt.parse(engine(), project, from);
        try (EphemeralBranch branch = EphemeralBranch.create(engine(), project, parent, keep)) {
            int code = run(branch);
            if (keep) {
                output().say("Branch %s is kept.".formatted(branch.branch().name()));
            }
            return code;
        }
    }

    @Override
    void run() {
        throw new IllegalStateException("call() does it all");
    }

    private int run(EphemeralBranch branch) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(branch.environment(login.database, login.role));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            output().say("cambium: %s".formatted(e.getMessage()));
            return NOT_FOUND;
        }
        // A signal ends this process by its hooks: pass it on, wait, and leave no branch behind.
        Thread signalled = new Thread(() -> endWith(process, branch), "run-signalled");
        Runtime.getRuntime().addShutdownHook(signalled);
        int code = process.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(signalled);
        } catch (IllegalStateException e) {
            signalled.join(); // the hook runs already, and does the rest
        }
        return code;
    }

    private void endWith(Process process, EphemeralBranch branch) {
        process.destroy();
        try {
            process.waitFor();
            branch.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            output().say("cambium: %s".formatted(e.getMessage()));
        }
    }
}
