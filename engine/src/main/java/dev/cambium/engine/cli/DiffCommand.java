package dev.cambium.engine.cli;

import dev.cambium.engine.api.BranchMoment;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cambium diff}. */
@Command(
        name = "diff",
        header = "Show what changed in the schemas of a branch since another one.",
        description = {
            "",
            "What the branch has and COMPARED has not begins with +. Left out, COMPARED is",
            "the branch's parent: what was changed since branching.",
            "",
            "  cambium diff --branch dev",
            "  cambium diff main --branch dev --migration",
            ""
        })
final class DiffCommand extends SchemaDiffing {

    @Mixin private BranchOption on = new BranchOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "COMPARED[@LSN|@TIME]",
            description = "Another branch, or a moment; left out, the parent.")
    private @Nullable String compared;

    @Override
    Sides sides(String project) {
        String branch = on.orDefault(engine(), project);
        return new Sides(
                compared == null
                        ? BranchMoment.now(parent(project, branch))
                        : moment(project, compared),
                BranchMoment.now(branch));
    }
}
