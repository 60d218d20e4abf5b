package dev.cambium.gui.console;

import dev.cambium.gui.sql.Catalog;
import dev.cambium.gui.sql.Completion;
import dev.cambium.gui.sql.Suggestion;

import javafx.geometry.Bounds;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;

import org.fxmisc.richtext.CodeArea;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The list of what could be typed, below the caret: opened by Ctrl+Space and by typing. */
final class CompletionPopup {

    private static final int ROWS_SHOWN = 9;
    private static final double ROW = 26;

    /** The list's own frame and padding, above and below, in pixels. */
    private static final double AROUND = 12;

    /** Fewer letters fit too much to be of help unasked. */
    private static final int LETTERS_UNASKED = 2;

    private final CodeArea area;
    private final Supplier<Catalog> catalog;
    private final Runnable wanted;
    private final ListView<Suggestion> list = new ListView<>();
    private final Popup popup = new Popup();
    private boolean putting;

    /**
     * @param wanted called before suggestions are looked up, so that names can be read
     */
    CompletionPopup(CodeArea area, Supplier<Catalog> catalog, Runnable wanted) {
        this.area = area;
        this.catalog = catalog;
        this.wanted = wanted;
        list.setId("completions");
        list.getStyleClass().add("completions");
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new Cell());
        list.setOnMouseClicked(event -> put());
        popup.getContent().add(list);
        popup.setAutoHide(true);
        area.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        area.plainTextChanges()
                .subscribe(
                        change -> {
                            boolean typed = change.getInserted().length() == 1;
                            if (!putting && (typed || popup.isShowing())) {
                                unasked();
                            }
                        });
    }

    private void key(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.SPACE && event.isControlDown()) {
            wanted.run();
            show(Completion.at(catalog.get(), area.getText(), area.getCaretPosition()));
            event.consume();
        } else if (popup.isShowing() && keyInList(code)) {
            event.consume();
        }
    }

    private boolean keyInList(KeyCode code) {
        return switch (code) {
            case DOWN -> move(1);
            case UP -> move(-1);
            case PAGE_DOWN -> move(ROWS_SHOWN);
            case PAGE_UP -> move(-ROWS_SHOWN);
            case ENTER, TAB -> put();
            case ESCAPE -> {
                popup.hide();
                yield true;
            }
            default -> false;
        };
    }

    private boolean move(int by) {
        int next =
                Math.clamp(
                        list.getSelectionModel().getSelectedIndex() + by,
                        0,
                        list.getItems().size() - 1);
        list.getSelectionModel().select(next);
        list.scrollTo(Math.max(0, next - ROWS_SHOWN / 2));
        return true;
    }

    private boolean put() {
        Suggestion chosen = list.getSelectionModel().getSelectedItem();
        popup.hide();
        if (chosen != null) {
            putting = true;
            area.replaceText(chosen.from(), area.getCaretPosition(), chosen.text());
            putting = false;
        }
        return true;
    }

    private void unasked() {
        wanted.run();
        int caret = area.getCaretPosition();
        List<Suggestion> found = Completion.at(catalog.get(), area.getText(), caret);
        boolean dot = caret > 0 && area.getText().charAt(caret - 1) == '.';
        boolean enough =
                !found.isEmpty() && (dot || caret - found.getFirst().from() >= LETTERS_UNASKED);
        show(enough ? found : List.of());
    }

    private void show(List<Suggestion> found) {
        list.getItems().setAll(found);
        Optional<Bounds> caret = area.getCaretBounds();
        if (found.isEmpty() || caret.isEmpty() || area.getScene() == null) {
            popup.hide();
            return;
        }
        list.setPrefHeight(Math.min(ROWS_SHOWN, found.size()) * ROW + AROUND);
        list.getSelectionModel().select(0);
        popup.show(area.getScene().getWindow(), caret.get().getMinX(), caret.get().getMaxY() + 4);
    }

    /** One suggestion: an icon of its kind, and its text. */
    private static final class Cell extends ListCell<Suggestion> {

        private final FontIcon icon = new FontIcon(Suggestion.Kind.TABLE.icon());

        @Override
        protected void updateItem(@Nullable Suggestion suggestion, boolean empty) {
            super.updateItem(suggestion, empty);
            if (empty || suggestion == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            icon.setIconLiteral(suggestion.kind().icon());
            setText(suggestion.text());
            setGraphic(icon);
        }
    }
}
