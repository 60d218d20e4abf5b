package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;

import java.util.List;

/** A project's branches as a tree of text. */
final class BranchTree {

    private final List<Branch> branches;
    private final Table table = Table.columns("BRANCH", "STATE", "SIZE", "OWN", "PORT");

    private BranchTree(List<Branch> branches) {
        this.branches = branches;
    }

    static Table of(List<Branch> branches) {
        BranchTree tree = new BranchTree(branches);
        List<Branch> roots =
                branches.stream().filter(branch -> !tree.hasShownParent(branch)).toList();
        roots.forEach(root -> tree.add(root, "", ""));
        return tree.table;
    }

    private void add(Branch branch, String before, String below) {
        table.row(
                before + branch.name() + (branch.isDefault() ? " [default]" : ""),
                branch.cambium().state(),
                Amount.bytes(branch.logicalSize()),
                Amount.bytes(branch.cambium().uniqueBytes()),
                String.valueOf(branch.cambium().port()));
        List<Branch> children =
                branches.stream().filter(child -> branch.id().equals(child.parentId())).toList();
        for (Branch child : children) {
            boolean last = child.equals(children.getLast());
            add(child, below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
        }
    }

    private boolean hasShownParent(Branch branch) {
        return branches.stream().anyMatch(other -> other.id().equals(branch.parentId()));
    }
}
