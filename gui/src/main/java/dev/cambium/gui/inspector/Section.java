package dev.cambium.gui.inspector;

import dev.cambium.gui.l10n.Text;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;

/** A part of the inspector that folds: a title with a count, a button to add, and rows. */
final class Section extends VBox {

    private final ToggleButton title = new ToggleButton();
    private final Label count = new Label();
    private final VBox rows = new VBox();
    private final FontIcon arrow = new FontIcon("fth-chevron-right");

    /**
     * @param id of the node that folds it
     * @param addKey what the button says that adds a row
     */
    Section(String id, String titleKey, String addKey, Runnable add) {
        getStyleClass().add("section");
        title.setId(id);
        title.setText(Text.get(titleKey));
        title.setGraphic(arrow);
        title.getStyleClass().add("section-title");
        title.selectedProperty().addListener((property, before, open) -> unfold(open));
        count.getStyleClass().add("small");
        Button plus = new Button();
        plus.setGraphic(new FontIcon("fth-plus"));
        plus.setId(id + "-add");
        plus.getStyleClass().add("tool");
        plus.setAccessibleText(Text.get(addKey));
        plus.setTooltip(new Tooltip(Text.get(addKey)));
        plus.setOnAction(event -> add.run());
        HBox head = new HBox(title, count, gap(), plus);
        head.getStyleClass().add("section-head");
        rows.getStyleClass().add("section-rows");
        getChildren().addAll(head, rows);
        unfold(false);
    }

    private static Region gap() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    private void unfold(boolean open) {
        rows.setVisible(open);
        rows.setManaged(open);
        arrow.setRotate(open ? 90 : 0);
    }

    void open() {
        title.setSelected(true);
    }

    /**
     * @param none what stands there instead of rows
     */
    void show(List<? extends Node> shown, String none) {
        count.setText(shown.isEmpty() ? "" : String.valueOf(shown.size()));
        if (shown.isEmpty()) {
            Label nothing = new Label(none);
            nothing.getStyleClass().add("small");
            nothing.setWrapText(true);
            rows.getChildren().setAll(nothing);
        } else {
            rows.getChildren().setAll(shown);
        }
    }

    /** A row: what it is, what is to know about it, and a menu of what can be done. */
    static Node row(String name, String detail, List<MenuItem> actions) {
        Label title = new Label(name);
        title.setMinWidth(0);
        title.setTooltip(new Tooltip(name));
        Label small = new Label(detail);
        small.getStyleClass().add("small");
        small.setMinWidth(0);
        small.setTooltip(new Tooltip(detail));
        VBox words = new VBox(title, small);
        small.setManaged(!detail.isEmpty());
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(words);
        row.getStyleClass().add("section-row");
        if (!actions.isEmpty()) {
            MenuButton menu = new MenuButton();
            menu.setGraphic(new FontIcon("fth-more-horizontal"));
            menu.setAccessibleText(Text.get("section.actions", name));
            menu.getStyleClass().addAll("icon-menu", "row-menu");
            menu.getItems().setAll(actions);
            row.getChildren().add(menu);
        }
        return row;
    }

    static MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(Text.get(key));
        item.setId(key.replace('.', '-'));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    static MenuItem dangerItem(String key, Runnable action) {
        MenuItem item = item(key, action);
        item.getStyleClass().add("danger-item");
        return item;
    }
}
