package dev.cambium.engine.cli;

import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.TrashItem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** {@code cambium gc}. */
@Command(
        name = "gc",
        header = "Show what is in the trash and how much freeing it would bring, or free it.",
        description = {
            "",
            "Deleted branches and projects and replaced content stay for seven days, so that",
            "they can be recovered and undone. What is freed cannot be. Without a project,",
            "projects in the trash are meant, too.",
            ""
        })
final class GcCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();

    @Option(names = "--free", description = "Delete all of it for good.")
    private boolean free;

    @Override
    void run() {
        List<TrashItem> items =
                projects().stream()
                        .flatMap(
                                project ->
                                        (free
                                                        ? engine().life().emptyTrash(project.id())
                                                        : engine().life().trash(project.id()))
                                                .stream())
                        .toList();
        output().print(items, () -> table(items));
        long bytes = items.stream().mapToLong(TrashItem::bytes).sum();
        if (!items.isEmpty()) {
            output().sayWithTable(
                            free
                                    ? "At least %s were freed.".formatted(Amount.bytes(bytes))
                                    : "`cambium gc --free` would free at least %s; what they share comes on top."
                                            .formatted(Amount.bytes(bytes)));
        }
    }

    /** That named; else the only one there is, and those in the trash. */
    private List<Project> projects() {
        if (in.project != null) {
            return List.of(livingOrDeleted(in.project));
        }
        List<Project> all = new ArrayList<>(engine().projects().deleted());
        if (all.isEmpty() || !engine().projects().list().isEmpty()) {
            all.addFirst(project(null));
        }
        return all;
    }

    private static Table table(List<TrashItem> items) {
        Table table =
                Table.columns("BRANCH", "WHAT", "SINCE", "UNTIL", "SIZE")
                        .whenEmpty("The trash is empty.");
        items.forEach(
                item ->
                        table.row(
                                item.branchName().isEmpty() ? "-" : item.branchName(),
                                item.deleted() ? "deleted" : "replaced content",
                                Moment.local(item.trashedAt()),
                                Moment.local(item.keepUntil()),
                                Amount.bytes(item.bytes())));
        return table;
    }
}
