package dev.cambium.engine.cli;

import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Undoable;
import dev.cambium.engine.api.Undone;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code cambium undo}. */
@Command(
        name = "undo",
        header = "Take back the last reset, restore, deletion, import or other change.",
        description = {
            "",
            "What it replaced comes back from the trash, where it stays for seven days or",
            "until `cambium gc --free`. What came later is undone first. In a folder that is",
            "linked to a project (see link) it is about that project alone, whichever branch",
            "is pinned there.",
            ""
        })
final class UndoCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "OPERATION",
            description = "The operation to undo; left out, the last one.")
    private @Nullable String operation;

    @Option(names = "--list", description = "Show what can be undone, and undo nothing.")
    private boolean list;

    @Override
    void run() {
        Project project = chosen();
        if (list) {
            List<Undoable> all = engine().life().undoable(project.id());
            output().print(all, () -> table(all));
            return;
        }
        Undone undone = engine().life().undo(project.id(), operation);
        output().sayWithTable(
                        "The %s was undone, in project %s."
                                .formatted(undone.title(), project.name()));
        output().print(undone, () -> table(undone, project));
    }

    /** Without a name it is about what was done last, which may be the deletion of a project. */
    private Project chosen() {
        List<Project> deleted = engine().projects().deleted();
        boolean linked = cambium().context().file().project() != null;
        if (in.project != null || linked || operation != null || deleted.isEmpty()) {
            return livingOrDeleted(in.project);
        }
        Project last = deleted.getFirst();
        List<Project> living = engine().projects().list();
        if (living.isEmpty()) {
            return last;
        }
        Project only = project(null);
        boolean later =
                engine().life().undoable(only.id()).stream()
                        .anyMatch(step -> step.doneAt().isAfter(last.deletedAt()));
        return later ? only : last;
    }

    /** What it was about may be a snapshot, which no table of branches shows. */
    private Table table(Undone undone, Project project) {
        return BranchesCommand.table(undone.branches(), engine().branches().list(project.id()))
                .whenEmpty("");
    }

    private static Table table(List<Undoable> all) {
        Table table =
                Table.columns("UNDO THE", "DONE AT", "OPERATION", "NOT POSSIBLE BECAUSE")
                        .whenEmpty("There is nothing to undo.");
        all.forEach(
                one ->
                        table.row(
                                one.title(),
                                Moment.local(one.doneAt()),
                                one.operationId(),
                                one.obstacle() == null ? "" : one.obstacle()));
        return table;
    }
}
