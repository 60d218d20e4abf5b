package dev.cambium.gui.mark;

import dev.cambium.engine.api.BranchTimeline;

import java.util.Locale;

/** What a mark is; decides how it is drawn and said, and whether its moment lies just before it. */
public enum MarkKind {
    DDL(true, false),
    BIG_WRITE(true, false),
    RESET(true, false),
    RESTORE(true, false),
    BOOKMARK(false, false),
    SNAPSHOT(false, false),
    BRANCH_POINT(false, false),
    CREATED(false, true),
    CHECKPOINT(false, true),
    IMAGE(false, true),
    /** One that a newer engine knows and this window does not. */
    OTHER(false, true);

    private final boolean justBefore;
    private final boolean small;

    MarkKind(boolean justBefore, boolean small) {
        this.justBefore = justBefore;
        this.small = small;
    }

    public static MarkKind of(BranchTimeline.Mark mark) {
        for (MarkKind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(mark.kind())) {
                return kind;
            }
        }
        return OTHER;
    }

    /** Whether opening its moment shows the branch without what the mark stands for. */
    public boolean justBefore() {
        return justBefore;
    }

    /** Whether it matters less than the others: they are drawn over it and snapped to first. */
    public boolean small() {
        return small;
    }

    /** Whether something was lost at it, so that it is drawn as a danger. */
    public static boolean loses(BranchTimeline.Mark mark) {
        String label = mark.label().toUpperCase(Locale.ROOT);
        return of(mark) == DDL && (label.startsWith("DROP") || label.startsWith("TRUNCATE"));
    }
}
