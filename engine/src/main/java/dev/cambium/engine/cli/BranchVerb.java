package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchChange;
import dev.cambium.engine.api.Project;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** A verb that changes one branch, and says what else it did. */
abstract class BranchVerb extends Verb {

    @Mixin private ProjectOption in = new ProjectOption();

    @Parameters(
            index = "0",
            paramLabel = "ID|NAME",
            completionCandidates = BranchNames.class,
            description = "The branch.")
    private String branch = "";

    abstract BranchChange done(String projectId, String branch);

    @Override
    void run() {
        Project project = project(in.project);
        List<Branch> before = engine().branches().list(project.id());
        BranchChange change = done(project.id(), meant(branch, before));
        List<Branch> shown = new ArrayList<>();
        shown.add(change.branch());
        Branch backup = change.backupBranch();
        if (backup != null) {
            shown.add(backup);
        }
        shown.addAll(change.otherBranches());
        output().print(result(change), () -> BranchesCommand.table(shown, before));
        tell(change);
    }

    /**
     * The branch that was typed, by its id where that is known: it need not be searched for again.
     */
    String meant(String typed, List<Branch> known) {
        return known.stream()
                .filter(one -> one.name().equals(typed))
                .map(Branch::id)
                .findFirst()
                .orElse(typed);
    }

    /** As Neon's CLI prints it: the bare branch when nothing else was touched. */
    private static Object result(BranchChange change) {
        boolean alone = change.backupBranch() == null && change.otherBranches().isEmpty();
        return alone ? change.branch() : change;
    }

    /** What else people want to know. */
    void tell(BranchChange change) {
        Branch backup = change.backupBranch();
        if (backup != null) {
            output().sayWithTable(
                            "What %s held is kept as branch %s."
                                    .formatted(change.branch().name(), backup.name()));
        }
    }

    /** For verbs that can be taken back. */
    final void tellUndo() {
        output().sayWithTable("`cambium undo` takes it back.");
    }
}
