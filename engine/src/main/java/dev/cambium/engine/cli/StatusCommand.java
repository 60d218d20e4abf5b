package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;

/** {@code cambium status}. */
@Command(
        name = "status",
        header = "Say which project and branch commands in this folder mean.",
        description = {
            "",
            "`cambium engine status` tells of the engine, `cambium branches get` of a branch.",
            ""
        })
final class StatusCommand extends Verb {

    private static final int HTTP_NOT_FOUND = 404;

    @Option(
            names = "--current-branch",
            description =
                    "Print the name of the pinned branch alone, for prompts; asks no engine, and fails if none is pinned.")
    private boolean nameAlone;

    /**
     * What a folder means.
     *
     * @param contextFile null if there is none
     * @param projectId as the file has it
     * @param pinned as the file has it
     * @param project null if nothing is linked, or the engine does not have it
     * @param branch that is meant; null if it is not there
     */
    record Shown(
            @Nullable String contextFile,
            @Nullable String projectId,
            @Nullable String pinned,
            @Nullable Project project,
            @Nullable Branch branch) {}

    @Override
    void run() {
        ContextFile file = cambium().context().file();
        String pinned = file.branch();
        if (nameAlone) {
            if (pinned == null) {
                throw new Refusal("No branch is pinned: `cambium checkout NAME` does that.");
            }
            output().printLine(pinned, pinned);
            return;
        }
        Project project = file.project() == null ? null : linked(file.project());
        Branch branch = project == null ? null : meant(project, pinned);
        Shown shown =
                new Shown(
                        file.isThere() ? file.path().toString() : null,
                        file.project(),
                        pinned,
                        project,
                        branch);
        output().print(shown, () -> table(shown, file));
        if (file.project() == null) {
            output().sayWithTable(
                            "No project is linked: `cambium link` does that. Without, commands mean the only project there is.");
        }
    }

    private @Nullable Project linked(String id) {
        try {
            return engine().projects().get(id);
        } catch (EngineException e) {
            if (e.status() == HTTP_NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable Branch meant(Project project, @Nullable String pinned) {
        List<Branch> all = engine().branches().list(project.id());
        return pinned == null
                ? ContextVerb.defaultOf(all)
                : FolderContext.named(all, pinned).orElse(null);
    }

    static Table table(Shown shown, ContextFile file) {
        Table table = Table.properties();
        table.row("Context file", file.isThere() ? file.path().toString() : "none");
        String id = shown.projectId();
        if (id != null) {
            Project project = shown.project();
            table.row(
                    "Project",
                    project == null
                            ? id + ", which this engine does not have"
                            : "%s (%s)".formatted(project.name(), project.id()));
        }
        Branch branch = shown.branch();
        if (branch != null) {
            String why = shown.pinned() == null ? "default; none is pinned" : "pinned";
            table.row("Branch", "%s (%s)".formatted(branch.name(), why));
            Branch.Local local = branch.cambium();
            table.row("State", local == null ? branch.currentState() : local.state());
        } else if (shown.pinned() != null) {
            boolean known = shown.project() != null;
            table.row(
                    "Branch",
                    shown.pinned() + (known ? ", pinned, which is not there" : " (pinned)"));
        }
        return table;
    }
}
