package dev.cambium.engine.cli;

import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code cambium psql}. */
@Command(
        name = "psql",
        header = "Open psql on a branch.",
        description = {
            "",
            "Uses the psql on your PATH. What comes after -- goes to it as it is:",
            "  cambium psql dev -- -c 'select 1'",
            "  cambium psql dev@2026-11-20T12:00:00Z",
            ""
        })
final class PsqlCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();
    @Mixin private ConnectionOptions how = new ConnectionOptions();

    @Parameters(
            index = "0",
            paramLabel = BranchAt.LABEL,
            completionCandidates = BranchNames.class,
            arity = "0..1",
            description =
                    "Its id or name, and a moment to look at; left out, the pinned or default branch now.")
    private @Nullable String branch;

    @Parameters(
            index = "1..*",
            paramLabel = "PSQL-ARGUMENT",
            arity = "0..*",
            description = "For psql, after --.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Path psql = PsqlOption.find(cambium());
        takeBackArguments();
        Project project = project(in.project);
        ConnectionOptions.Way way = how.to(this, project.id(), branch, true);
        return PsqlOption.open(cambium(), psql, way.uri(), arguments);
    }

    @Override
    void run() {
        throw new IllegalStateException("call() does it all");
    }

    /** {@code cambium psql -- -c …}: without a branch the first argument is psql's. */
    private void takeBackArguments() {
        if (branch != null && branch.startsWith("-")) {
            arguments.addFirst(branch);
            branch = null;
        }
    }
}
