package dev.cambium.engine.cli;

import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** {@code cambium operations}. */
@Command(
        name = "operations",
        header = "List what was done in a project, newest first, and cancel what is under way.")
final class OperationsCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Listing.class, Cancel.class);
    }

    @Command(name = "list", header = "List the newest operations of a project.")
    static final class Listing extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() {
            List<Operation> all = engine().projects().operations(project(in.project).id());
            output().print(all, () -> table(all));
        }
    }

    @Command(
            name = "cancel",
            header = "Cancel an operation that is under way; everything is as it was before it.",
            description = {
                "",
                "New projects, imports, restores, schema-only and anonymized branches and flatten",
                "can be cancelled until their last step; afterwards there is `cambium undo`.",
                ""
            })
    static final class Cancel extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(
                paramLabel = "ID",
                arity = "0..1",
                description = "Its id, as `-o json` shows it; left out, the only one there is.")
        private @Nullable String id;

        @Override
        void run() {
            Project project = project(in.project);
            Operation cancelled =
                    engine().projects().cancel(project.id(), id == null ? only(project) : id);
            output().print(cancelled, () -> table(List.of(cancelled)));
            output().sayWithTable("Cancelled. Nothing of it stays.");
        }

        private String only(Project project) {
            List<Operation> possible =
                    engine().projects().operations(project.id()).stream()
                            .filter(Operation::cancellable)
                            .toList();
            return switch (possible.size()) {
                case 0 ->
                        throw new Refusal(
                                "Nothing that could be cancelled is under way. `cambium undo` takes back what was done.");
                case 1 -> possible.getFirst().id();
                default ->
                        throw new Refusal(
                                "Several are under way: %s. Name the one that is meant."
                                        .formatted(
                                                possible.stream()
                                                        .map(one -> one.id() + " " + one.action())
                                                        .collect(Collectors.joining(", "))));
            };
        }
    }

    private static Table table(List<Operation> all) {
        Table table =
                Table.columns("TIME", "ACTION", "STATUS", "TOOK", "BRANCH", "WHY")
                        .whenEmpty("Nothing was done yet.");
        all.forEach(
                one ->
                        table.row(
                                Moment.local(one.createdAt()),
                                one.action(),
                                one.cancellable() ? "running, can be cancelled" : one.status(),
                                Amount.duration(Duration.ofMillis(one.totalDurationMs())),
                                one.branchId() == null ? "-" : one.branchId(),
                                one.error() == null ? "-" : one.error()));
        return table;
    }
}
