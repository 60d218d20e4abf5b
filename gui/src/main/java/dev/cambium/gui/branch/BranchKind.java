package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.control.PaintRole;
import dev.cambium.gui.l10n.Text;

/** What a branch is for; it has a colour of its own in graph and inspector. */
public enum BranchKind {
    MAIN("kind-main", PaintRole.MAIN),
    DEV("kind-dev", PaintRole.DEV),
    PREVIEW("kind-preview", PaintRole.PREVIEW),
    CI("kind-ci", PaintRole.CI),
    ANONYMIZED("kind-anonymized", PaintRole.ANONYMIZED),
    BACKUP("kind-backup", PaintRole.BACKUP);

    private final String styleClass;
    private final PaintRole paint;

    BranchKind(String styleClass, PaintRole paint) {
        this.styleClass = styleClass;
        this.paint = paint;
    }

    /**
     * The default branch is the main one. Masked rows count for more than a name, whose beginning
     * tells of the others.
     */
    public static BranchKind of(Branch branch) {
        String name = branch.name();
        if (branch.isDefault()) {
            return MAIN;
        } else if (branch.cambium().masked()) {
            return ANONYMIZED;
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

    /** Its colour on canvases. */
    public PaintRole paint() {
        return paint;
    }

    /** For people, as in a filter. */
    public String words() {
        return Text.get(styleClass);
    }
}
