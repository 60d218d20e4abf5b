package dev.cambium.gui.console;

import dev.cambium.gui.l10n.Text;

import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tab;
import javafx.scene.input.KeyCode;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** The tab of what was said; Ctrl+C copies a line. */
final class MessagesTab {

    private static final double SCROLL_BAR = 40;

    private final Tab tab = new Tab(Text.get("console.messages"));

    MessagesTab(ObservableList<ConsoleMessage> messages, Consumer<String> clipboard) {
        ListView<ConsoleMessage> list = new ListView<>(messages);
        list.setId("console-messages");
        list.setAccessibleText(Text.get("console.messages"));
        list.getStyleClass().add("messages");
        list.setPlaceholder(new Label(Text.get("console.messages.none")));
        list.setCellFactory(view -> new Cell(view));
        list.setOnKeyPressed(
                event -> {
                    ConsoleMessage chosen = list.getSelectionModel().getSelectedItem();
                    if (event.isShortcutDown() && event.getCode() == KeyCode.C && chosen != null) {
                        clipboard.accept(chosen.sentence());
                        event.consume();
                    }
                });
        tab.setContent(list);
    }

    Tab tab() {
        return tab;
    }

    /** One line, with an icon of its kind; a long one breaks. */
    private static final class Cell extends ListCell<ConsoleMessage> {

        Cell(ListView<ConsoleMessage> list) {
            setWrapText(true);
            prefWidthProperty().bind(list.widthProperty().subtract(SCROLL_BAR));
        }

        @Override
        protected void updateItem(@Nullable ConsoleMessage message, boolean empty) {
            super.updateItem(message, empty);
            if (empty || message == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            setText(message.sentence());
            setGraphic(message.kind().icon().icon());
        }
    }
}
