package dev.cambium.gui.verb;

import dev.cambium.engine.api.Undoable;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;

/** Makes a button say what it undoes; it is gone while there is nothing to undo. */
public final class UndoButton {

    private UndoButton() {}

    public static void bind(Button button, Workspace workspace) {
        workspace
                .undoable()
                .addListener((ListChangeListener<Undoable>) change -> show(button, workspace));
        show(button, workspace);
    }

    private static void show(Button button, Workspace workspace) {
        boolean any = !workspace.undoable().isEmpty();
        button.setVisible(any);
        button.setManaged(any);
        if (any) {
            Undoable last = workspace.undoable().getFirst();
            String obstacle = last.obstacle();
            String words = Text.get("undo.title", last.title());
            button.setText(words);
            button.setAccessibleText(words);
            button.setTooltip(
                    new Tooltip(
                            obstacle == null
                                    ? Text.get("key.tooltip", words, KeyMap.UNDO.keys())
                                    : obstacle));
        }
    }
}
