package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.List;

/** {@code cambium checkout}. */
@Command(
        name = "checkout",
        header = "Pin a branch, which commands in this folder and below then mean.",
        description = {
            "",
            "Writes its name into the file .neon, which Neon's command line reads and writes,",
            "too (see link), and its address as DATABASE_URL into the file .env beside it,",
            "which is kept out of git.",
            "",
            "  cambium checkout dev",
            "  cambium checkout try-it --create",
            "",
            "What is pinned is meant wherever a command may leave out its branch, but for",
            "`branches create`, whose parent then is the project's default branch.",
            ""
        })
final class CheckoutCommand extends ContextVerb {

    @Mixin private ProjectOption in = new ProjectOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID|NAME",
            completionCandidates = BranchNames.class,
            description = "The branch.")
    private @Nullable String asked;

    @Option(
            names = "--create",
            description = "Make it from the default branch if there is none of that name.")
    private boolean create;

    @Option(
            names = "--env-pull",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether to write DATABASE_URL into .env; it does by default.")
    private boolean environment;

    @Override
    void run() throws IOException, InterruptedException {
        Project project = project(in.project);
        List<Branch> all = engine().branches().list(project.id());
        Branch branch = branch(project, all);
        // An organization is that of the project which was linked before, if at all.
        write(project, branch, file().linksTo(project.id()) ? file().organization() : null);
        show(project, branch);
        if (environment) {
            pullEnvironment(project, branch);
        }
    }

    private Branch branch(Project project, List<Branch> all) {
        String name = asked;
        if (name == null) {
            throw new Refusal(
                    "Say which branch: cambium checkout NAME. There are %s."
                            .formatted(FolderContext.names(all)));
        }
        if (create && FolderContext.named(all, name).isEmpty()) {
            NewBranch request = new NewBranch(name, null, true);
            return engine().branches().create(project.id(), request).branch();
        }
        try {
            return existing(project, all, name);
        } catch (Refusal missing) {
            throw new Refusal(missing.getMessage() + " --create makes it.");
        }
    }
}
