package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;

/** {@code cambium set-context}. */
@Command(
        name = "set-context",
        header = "Set project and branch of this folder anew, as Neon's older command does.",
        description = {
            "",
            "What is not told is forgotten; without any option all of it is. `cambium link`",
            "and `cambium checkout` are more convenient.",
            ""
        })
final class SetContextCommand extends ContextVerb {

    @Option(
            names = "--project-id",
            paramLabel = "ID|NAME",
            description = "The project; with a branch alone, the one linked to, else the only one.")
    private @Nullable String asked;

    @Option(
            names = {"--branch", "--branch-id"},
            paramLabel = "ID|NAME",
            completionCandidates = BranchNames.class,
            description = "The branch to pin; left out, none is.")
    private @Nullable String branch;

    @Option(
            names = "--org-id",
            paramLabel = "ID",
            description = "Kept for Neon's command line; projects here are in no organization.")
    private @Nullable String organization;

    @Override
    void run() throws IOException, InterruptedException {
        if (asked == null && branch == null && organization == null) {
            file().clear();
            output().say("%s links to no project any more.".formatted(file().path()));
            return;
        }
        Project project = project(asked);
        Branch pinned =
                branch == null
                        ? null
                        : existing(project, engine().branches().list(project.id()), branch);
        write(project, pinned, organization);
        show(project, pinned);
    }
}
