package dev.cambium.gui.mark;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

/** What is said of a mark that is pointed at. */
public final class MarkWords {

    private MarkWords() {}

    /** Its exact time, and below what happened then. */
    public static String told(BranchTimeline.Mark mark) {
        String what =
                switch (MarkKind.of(mark)) {
                    case DDL, RESET, RESTORE, OTHER -> mark.label();
                    case BIG_WRITE -> Text.get("tip.big-write", mark.label());
                    case BOOKMARK -> Text.get("tip.bookmark", mark.label());
                    case SNAPSHOT -> Text.get("tip.snapshot", mark.label());
                    case BRANCH_POINT -> Text.get("tip.branch-point", mark.label());
                    case CREATED -> Text.get("tip.mark.created");
                    case CHECKPOINT -> Text.get("tip.checkpoint");
                    case IMAGE -> Text.get("tip.image");
                };
        return Text.get("tip.mark", Figures.exact(mark.time()), what);
    }
}
