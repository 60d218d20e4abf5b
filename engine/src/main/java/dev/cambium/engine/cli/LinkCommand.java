package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code cambium link}. */
@Command(
        name = "link",
        header = "Link this folder to a project, which commands in it and below then mean.",
        description = {
            "",
            "Writes the file .neon, which Neon's command line reads and writes, too: the",
            "nearest one upward from here, else one here. In a repository of git a new one",
            "is added to .gitignore.",
            "",
            "  cambium link                        # where there is one project",
            "  cambium link --project-id shop --branch dev",
            "  cambium link --clear",
            "",
            "With --branch, with -y (the default branch), or when the project has a single",
            "branch, that is pinned as by `cambium checkout`. Else commands that name no branch",
            "mean the project's default branch.",
            ""
        })
final class LinkCommand extends ContextVerb {

    @Option(names = "--project-id", paramLabel = "ID|NAME", description = "The project.")
    private @Nullable String asked;

    @Option(
            names = "--project-name",
            paramLabel = "NAME",
            description = "Make a project of that name, and link to it.")
    private @Nullable String made;

    @Option(
            names = {"--branch", "--branch-id"},
            paramLabel = "ID|NAME",
            completionCandidates = BranchNames.class,
            description = "The branch to pin.")
    private @Nullable String branch;

    @Option(
            names = {"-y", "--yes"},
            description = "Pin the default branch where none is told.")
    private boolean yes;

    @Option(names = "--clear", description = "Forget project and branch.")
    private boolean clear;

    @Option(
            names = "--env-pull",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether to write DATABASE_URL of a branch that is pinned into .env.")
    private boolean environment;

    @Override
    void run() throws IOException, InterruptedException {
        if (clear) {
            clear();
            return;
        }
        if (made != null && (asked != null || branch != null)) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--project-name makes a project: leave out --project-id and --branch.");
        }
        // Before anything is made: what cannot be read cannot be written anew.
        String linked = file().project();
        Project project = chosen(linked);
        Branch pinned = pinned(project);
        write(project, pinned, null);
        show(project, pinned);
        if (pinned == null) {
            output().sayWithTable(
                            "No branch is pinned: the default branch is meant. `cambium checkout NAME` pins one.");
        } else if (environment) {
            pullEnvironment(project, pinned);
        }
    }

    private void clear() {
        if (asked != null || made != null || branch != null) {
            throw new ParameterException(spec().commandLine(), "--clear stands alone.");
        }
        if (!file().isThere()) {
            output().say("There is no %s: nothing is linked here.".formatted(file().path()));
            return;
        }
        file().clear();
        output().say("%s links to no project any more.".formatted(file().path()));
    }

    /** A branch alone is one of the project that the folder is linked to. */
    private Project chosen(@Nullable String linked) {
        if (made != null) {
            NewProject request = new NewProject(made, null, null, null);
            return engine().projects().create(request).project();
        }
        return asked == null && (branch == null || linked == null) ? onlyProject() : project(asked);
    }

    /** What was pinned in the same project stays; null pins none. */
    private @Nullable Branch pinned(Project project) {
        List<Branch> all = engine().branches().list(project.id());
        if (branch != null) {
            return existing(project, all, branch);
        }
        String before = file().linksTo(project.id()) ? file().branch() : null;
        Optional<Branch> kept =
                before == null ? Optional.empty() : FolderContext.named(all, before);
        if (before != null && kept.isEmpty()) {
            output().say("Branch %s, which was pinned, is not there any more.".formatted(before));
        }
        return kept.orElseGet(() -> yes || all.size() == 1 ? defaultOf(all) : null);
    }
}
