package dev.cambium.engine.cli;

import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.TrashItem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code cambium gc}. */
@Command(
        name = "gc",
        header = "Show what is in the trash and how much freeing it would bring, or free it.",
        description = {
            "",
            "Deleted branches and projects and replaced content stay for seven days, so that",
            "they can be recovered and undone. What is freed cannot be. Without a project,",
            "projects in the trash are meant, too; in a folder that is linked to one (see",
            "link), that one alone, with all its branches.",
            ""
        })
final class GcCommand extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();

    @Option(names = "--free", description = "Delete all of it for good.")
    private boolean free;

    @Override
    void run() {
        List<Project> projects = projects();
        long before = inTrash(projects);
        List<TrashItem> items =
                projects.stream()
                        .flatMap(
                                project ->
                                        (free
                                                        ? engine().life().emptyTrash(project.id())
                                                        : engine().life().trash(project.id()))
                                                .stream())
                        .toList();
        output().print(items, () -> table(items));
        if (!items.isEmpty()) {
            output().sayWithTable(
                            free
                                    ? "%s were freed, of %s."
                                            .formatted(
                                                    Amount.bytes(before - left(projects)),
                                                    names(projects))
                                    : "`cambium gc --free` would free %s, of %s. What several of them share is in that sum alone."
                                            .formatted(Amount.bytes(before), names(projects)));
        }
    }

    private static String names(List<Project> projects) {
        String names = String.join(", ", projects.stream().map(Project::name).toList());
        return projects.size() == 1 ? "project " + names : "projects " + names;
    }

    private long inTrash(List<Project> projects) {
        return projects.stream()
                .mapToLong(project -> engine().life().space(project.id()).trashBytes())
                .sum();
    }

    /** What the trash still holds; a deleted project is gone with the last of its trash. */
    private long left(List<Project> projects) {
        Set<String> there =
                Stream.concat(
                                engine().projects().list().stream(),
                                engine().projects().deleted().stream())
                        .map(Project::id)
                        .collect(Collectors.toSet());
        return inTrash(projects.stream().filter(one -> there.contains(one.id())).toList());
    }

    /** That named or linked to; else the only one there is, and those in the trash. */
    private List<Project> projects() {
        if (in.project != null || cambium().context().file().project() != null) {
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
