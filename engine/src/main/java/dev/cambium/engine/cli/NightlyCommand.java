package dev.cambium.engine.cli;

import dev.cambium.engine.api.NightlyPlan;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code cambium nightly}. */
@Command(
        name = "nightly",
        header = "List and end the nightly refreshes of branches.",
        description = {
            "",
            "`cambium import postgres://… --refresh --nightly` begins one. What was due",
            "while the computer slept is done when the engine starts.",
            ""
        })
final class NightlyCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Listing.class, End.class);
    }

    @Command(name = "list", header = "List the branches that are filled anew every night.")
    static final class Listing extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Override
        void run() {
            List<NightlyPlan> plans = engine().nightly().list(project(in.project).id());
            output().print(plans, () -> table(plans));
        }
    }

    @Command(name = "end", header = "Fill a branch anew no more; it keeps what it has.")
    static final class End extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();

        @Parameters(
                paramLabel = "BRANCH",
                completionCandidates = BranchNames.class,
                description = "Its id or name.")
        private String branch = "";

        @Override
        void run() {
            NightlyPlan ended = engine().nightly().end(project(in.project).id(), branch);
            output().print(ended, () -> table(List.of(ended)));
        }
    }

    static Table table(List<NightlyPlan> plans) {
        Table table =
                Table.columns("BRANCH", "FROM", "NEXT", "LAST", "WENT WRONG")
                        .whenEmpty("No branch is filled anew at night.");
        plans.forEach(
                plan ->
                        table.row(
                                plan.branchName(),
                                plan.source(),
                                Moment.local(plan.nextRun()),
                                plan.lastRun() == null ? "-" : Moment.local(plan.lastRun()),
                                plan.lastError() == null ? "-" : plan.lastError()));
        return table;
    }
}
