package dev.cambium.gui.palette;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.screen.Frame;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

/** The palette's field and list. The field keeps the focus; arrows move in the list. */
public final class PaletteView {

    private static final int PAGE = 8;

    @FXML private TextField field;
    @FXML private ListView<PaletteEntry> list;

    private final Frame frame;

    /** Held, for a binding in both directions holds neither side: typing would find nothing. */
    private final PaletteViewModel palette;

    private PaletteView(Frame frame) {
        this.frame = frame;
        Parent root = Fxml.load("/dev/cambium/gui/palette/Palette.fxml", this);
        palette =
                new PaletteViewModel(
                        frame.commands(),
                        frame.workspace(),
                        branch -> {
                            frame.workspace().select(branch.id());
                            frame.screens().show(KeyMap.GRAPH);
                        });
        field.textProperty().bindBidirectional(palette.lettersProperty());
        list.setItems(palette.found());
        list.setCellFactory(view -> new PaletteCell());
        list.getSelectionModel().select(0);
        palette.lettersProperty()
                .addListener(
                        (property, before, after) -> {
                            list.getSelectionModel().select(0);
                            list.scrollTo(0);
                        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.setOnMouseClicked(event -> choose(list.getSelectionModel().getSelectedItem()));
        frame.sheet().show(root, field);
    }

    public static void open(Frame frame) {
        new PaletteView(frame);
    }

    private void key(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.DOWN) {
            move(1);
        } else if (code == KeyCode.UP) {
            move(-1);
        } else if (code == KeyCode.PAGE_DOWN) {
            move(PAGE);
        } else if (code == KeyCode.PAGE_UP) {
            move(-PAGE);
        } else if (code == KeyCode.ENTER) {
            choose(list.getSelectionModel().getSelectedItem());
        } else if (code == KeyCode.ESCAPE) {
            frame.sheet().hide();
        } else {
            return;
        }
        event.consume();
    }

    private void move(int by) {
        int last = list.getItems().size() - 1;
        int next =
                Math.clamp(list.getSelectionModel().getSelectedIndex() + by, 0, Math.max(0, last));
        list.getSelectionModel().select(next);
        list.scrollTo(Math.max(0, next - PAGE / 2));
    }

    private void choose(@Nullable PaletteEntry entry) {
        if (entry != null) {
            frame.sheet().hide();
            entry.run().run();
        }
    }
}
