package dev.cambium.gui.anonymize;

import dev.cambium.engine.api.AnonymizeCalls.MaskingTrial;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.MaskingPreviewReply;
import dev.cambium.engine.api.MaskingRule;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A few values of a column before and after, for the function that is picked now. */
final class LivePreview {

    private static final int ROWS = 8;

    /** A value on both sides; null for NULL. */
    record Pair(@Nullable String before, @Nullable String after) {}

    private final Workspace workspace;
    private final ObservableList<Pair> pairs = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper(false);
    private int asked;
    private boolean trouble;

    LivePreview(Workspace workspace) {
        this.workspace = workspace;
    }

    ObservableList<Pair> pairs() {
        return pairs;
    }

    /** Why there are no pairs: the function does not fit, or nothing is masked. */
    ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }

    /** Whether the words tell of something to mend. */
    boolean hasTrouble() {
        return trouble;
    }

    ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    void clear() {
        asked++;
        reading.set(false);
        pairs.clear();
        words.set("");
    }

    /**
     * Asks how the column's values become.
     *
     * @param changes what was picked and is not saved
     */
    void show(Branch branch, String database, FindingRow row, List<MaskingRule> changes) {
        int mine = ++asked;
        reading.set(true);
        words.set("");
        MaskingTrial trial = new MaskingTrial(database, null, true, ROWS, changes, row.table());
        workspace.ask(
                client -> client.anonymize().preview(branch.projectId(), branch.id(), trial),
                reply -> {
                    if (mine == asked) {
                        reading.set(false);
                        show(row, reply);
                    }
                },
                failure -> {
                    if (mine == asked) {
                        reading.set(false);
                        pairs.clear();
                        trouble = true;
                        words.set(Failures.sentence(failure));
                    }
                });
    }

    private void show(FindingRow row, MaskingPreviewReply reply) {
        List<Pair> found = new ArrayList<>();
        for (MaskingPreviewReply.Table table : reply.tables()) {
            int column = table.columns().indexOf(row.found().column());
            if (column >= 0 && table.table().equals(row.table())) {
                for (int i = 0; i < table.before().size(); i++) {
                    found.add(
                            new Pair(
                                    table.before().get(i).get(column),
                                    table.after().get(i).get(column)));
                }
            }
        }
        pairs.setAll(found);
        if (found.isEmpty()) {
            trouble = !reply.problems().isEmpty();
            words.set(
                    reply.problems().isEmpty()
                            ? Text.get("anonymize.preview.nothing")
                            : String.join("\n", reply.problems()));
        }
    }
}
