package dev.cambium.gui.verb;

import dev.cambium.engine.api.TrashItem;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import java.util.ArrayList;
import java.util.List;

/** What the trash holds, and whether to free it. */
final class TrashForm {

    /** More lines than these make a dialog that nobody reads. */
    private static final int MOST_TOLD = 8;

    private TrashForm() {}

    /**
     * What the trash holds.
     *
     * @param bytes free once it is emptied, what several of the things share included
     */
    record Held(List<TrashItem> items, long bytes) {}

    static Form of(VerbRunner runner, Held held) {
        List<TrashItem> items = held.items();
        List<String> lines = new ArrayList<>();
        if (items.isEmpty()) {
            lines.add(Text.get("trash.empty"));
        } else {
            lines.add(Text.get("trash.sum", items.size(), Figures.size(held.bytes())));
            items.stream().limit(MOST_TOLD).map(TrashForm::line).forEach(lines::add);
            if (items.size() > MOST_TOLD) {
                lines.add(Text.get("tip.more", items.size() - MOST_TOLD));
            }
            lines.add(Text.get("trash.final"));
        }
        return VerbForm.confirm(
                runner,
                Text.get("trash.title"),
                lines,
                Text.get("trash.action"),
                BranchVerbs::emptyTrash);
    }

    private static String line(TrashItem item) {
        String name = item.branchName().isEmpty() ? item.timelineId() : item.branchName();
        return Text.get(
                item.deleted() ? "trash.deleted" : "trash.replaced",
                name,
                Figures.size(item.bytes()),
                Figures.moment(item.keepUntil()));
    }
}
