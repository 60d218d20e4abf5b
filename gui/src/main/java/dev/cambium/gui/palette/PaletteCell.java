package dev.cambium.gui.palette;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** One find: icon, words, what it is, and its keys or state. */
final class PaletteCell extends ListCell<PaletteEntry> {

    private final FontIcon icon = new FontIcon("fth-circle");
    private final Label words = new Label();
    private final Label kind = new Label();
    private final Label detail = new Label();
    private final HBox content;

    PaletteCell() {
        getStyleClass().add("palette-cell");
        kind.getStyleClass().add("small");
        detail.getStyleClass().add("keys");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        content = new HBox(10, icon, words, kind, space, detail);
        content.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(@Nullable PaletteEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        setText(null);
        if (empty || entry == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        icon.setIconLiteral(entry.icon());
        words.setText(entry.words());
        kind.setText(entry.kind());
        detail.setText(entry.detail());
        detail.setVisible(!entry.detail().isEmpty());
        setAccessibleText(entry.kind() + " " + entry.words() + " " + entry.detail());
        setGraphic(content);
    }
}
