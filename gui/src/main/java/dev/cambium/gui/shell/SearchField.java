package dev.cambium.gui.shell;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.graph.GraphViewModel;

import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.javafx.FontIcon;

/** Finds branches by name: what matches stays bright, Enter goes to the next, Escape ends it. */
final class SearchField {

    private final CustomTextField field;
    private final GraphViewModel graph;
    private final Runnable leave;

    /**
     * @param leave gives the focus back to the graph
     */
    SearchField(CustomTextField field, GraphViewModel graph, Runnable leave) {
        this.field = field;
        this.graph = graph;
        this.leave = leave;
        FontIcon glass = new FontIcon("fth-search");
        Label hint = new Label(KeyMap.FIND.keys());
        hint.getStyleClass().add("keys");
        field.setLeft(glass);
        field.setRight(hint);
        field.textProperty().bindBidirectional(graph.searchProperty());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        InvalidationListener changed =
                observable ->
                        hint.setText(
                                graph.searchProperty().get().isBlank()
                                        ? KeyMap.FIND.keys()
                                        : graph.searchResult());
        graph.searchProperty().addListener(changed);
        hint.idProperty()
                .bind(
                        Bindings.when(graph.searchProperty().isEmpty())
                                .then("search-hint")
                                .otherwise("search-result"));
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER) {
            graph.selectNextMatch();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            field.clear();
            leave.run();
            event.consume();
        } else if (event.getCode() == KeyCode.DOWN) {
            leave.run();
            event.consume();
        }
    }
}
