package dev.cambium.gui.shell;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.l10n.Fxml;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;

/** The list of all shortcuts. */
final class ShortcutsView {

    @FXML private GridPane grid;
    @FXML private Button closeButton;

    private ShortcutsView(Sheet sheet) {
        Parent root = Fxml.load("/dev/cambium/gui/shell/Shortcuts.fxml", this);
        int row = 0;
        for (KeyMap key : KeyMap.values()) {
            Label keys = new Label(key.keys());
            keys.getStyleClass().add("keys");
            grid.addRow(row++, new Label(key.words()), keys);
        }
        closeButton.setOnAction(event -> sheet.hide());
        sheet.show(root, closeButton);
    }

    static void open(Sheet sheet) {
        new ShortcutsView(sheet);
    }
}
