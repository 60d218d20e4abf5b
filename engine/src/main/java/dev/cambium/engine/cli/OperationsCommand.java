package dev.cambium.engine.cli;

import dev.cambium.engine.api.Operation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.time.Duration;
import java.util.List;

/** {@code cambium operations}. */
@Command(
        name = "operations",
        header = "List what was done in a project, newest first.",
        subcommands = OperationsCommand.Listing.class)
final class OperationsCommand extends NounCommand {

    @Command(name = "list", header = "List the newest operations of a project.")
    static final class Listing extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() {
            List<Operation> all = engine().projects().operations(project(in.project).id());
            output().print(all, () -> table(all));
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
                                one.status(),
                                Amount.duration(Duration.ofMillis(one.totalDurationMs())),
                                one.branchId() == null ? "-" : one.branchId(),
                                one.error() == null ? "-" : one.error()));
        return table;
    }
}
