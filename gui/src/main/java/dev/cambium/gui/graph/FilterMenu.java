package dev.cambium.gui.graph;

import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.l10n.Text;

import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** The menu that says which branches have a lane. */
final class FilterMenu {

    private FilterMenu() {}

    static void bind(MenuButton menu, GraphViewModel graph) {
        fill(menu, graph);
        graph.filterProperty().addListener((property, before, after) -> fill(menu, graph));
        graph.orderProperty().addListener((property, before, after) -> write(menu, graph));
    }

    private static void fill(MenuButton menu, GraphViewModel graph) {
        menu.getItems().clear();
        for (BranchKind kind : BranchKind.values()) {
            CheckMenuItem item = new CheckMenuItem(kind.words());
            item.setId("filter-" + kind.styleClass());
            item.setSelected(graph.filterProperty().get().kinds().contains(kind));
            item.setOnAction(
                    event ->
                            graph.filterProperty()
                                    .set(
                                            graph.filterProperty()
                                                    .get()
                                                    .with(kind, item.isSelected())));
            menu.getItems().add(item);
        }
        MenuItem all = new MenuItem(Text.get("filter.all"));
        all.setId("filter-all");
        all.setDisable(graph.filterProperty().get().all());
        all.setOnAction(event -> graph.showAll());
        menu.getItems().addAll(new SeparatorMenuItem(), all);
        write(menu, graph);
    }

    private static void write(MenuButton menu, GraphViewModel graph) {
        int hidden = graph.hiddenCount();
        menu.setText(hidden == 0 ? Text.get("filter.show") : Text.get("filter.hidden", hidden));
    }
}
