package dev.cambium.gui.session;

import dev.cambium.gui.control.Shown;

import javafx.collections.ListChangeListener;
import javafx.scene.control.ComboBox;

/** A chooser of the databases of the branch that is stood on; gone while there is but one. */
public final class DatabaseBox {

    private DatabaseBox() {}

    public static void fill(ComboBox<String> box, Standpoint standpoint) {
        Runnable show =
                () -> {
                    String chosen = standpoint.databaseProperty().get();
                    if (!box.getItems().equals(standpoint.databases())) {
                        box.getItems().setAll(standpoint.databases());
                    }
                    box.setValue(
                            chosen == null && !box.getItems().isEmpty()
                                    ? box.getItems().getFirst()
                                    : chosen);
                    Shown.when(box, box.getItems().size() > 1);
                };
        standpoint.databases().addListener((ListChangeListener<String>) change -> show.run());
        standpoint.databaseProperty().addListener((p, before, after) -> show.run());
        show.run();
        box.setOnAction(
                event -> {
                    String picked = box.getValue();
                    boolean shown =
                            standpoint.databaseProperty().get() == null
                                    && picked != null
                                    && box.getItems().indexOf(picked) == 0;
                    // The first is the default one, which is stood on without being named.
                    if (picked != null && box.getItems().contains(picked) && !shown) {
                        standpoint.choose(picked);
                    }
                });
    }
}
