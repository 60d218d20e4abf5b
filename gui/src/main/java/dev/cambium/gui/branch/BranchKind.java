package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;

/** What a branch is for, told by its name; it has a colour of its own in graph and inspector. */
public enum BranchKind {
    MAIN("kind-main"),
    DEV("kind-dev"),
    PREVIEW("kind-preview"),
    CI("kind-ci"),
    BACKUP("kind-backup");

    private final String styleClass;

    BranchKind(String styleClass) {
        this.styleClass = styleClass;
    }

    /** The default branch is the main one; for the others the name's beginning tells. */
    public static BranchKind of(Branch branch) {
        String name = branch.name();
        if (branch.isDefault()) {
            return MAIN;
        } else if (name.startsWith("preview/")) {
            return PREVIEW;
        } else if (name.equals("ci") || name.startsWith("ci/") || name.startsWith("ci-")) {
            return CI;
        } else if (name.startsWith("backup") || name.contains("_old_")) {
            return BACKUP;
        }
        return DEV;
    }

    /** The style class that carries the colour. */
    public String styleClass() {
        return styleClass;
    }
}
