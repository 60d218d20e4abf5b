package dev.cambium.gui.shell;

import dev.cambium.gui.command.Command;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.l10n.Fxml;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;

import java.util.List;

/** The list of all shortcuts, in two columns of words and keys. */
final class ShortcutsView {

    @FXML private GridPane grid;
    @FXML private Button closeButton;

    private ShortcutsView(Sheet sheet, Commands commands) {
        Parent root = Fxml.load("/dev/cambium/gui/shell/Shortcuts.fxml", this);
        List<Command> shown = commands.all().stream().filter(c -> c.keys() != null).toList();
        int rows = (shown.size() + 1) / 2;
        for (int i = 0; i < shown.size(); i++) {
            Command command = shown.get(i);
            KeyMap keys = command.keys();
            Label combination = new Label(keys == null ? "" : keys.keys());
            combination.getStyleClass().add("keys");
            int column = i / rows * 2;
            grid.add(new Label(command.words()), column, i % rows);
            grid.add(combination, column + 1, i % rows);
        }
        closeButton.setOnAction(event -> sheet.hide());
        sheet.show(root, closeButton);
    }

    static void open(Sheet sheet, Commands commands) {
        new ShortcutsView(sheet, commands);
    }
}
