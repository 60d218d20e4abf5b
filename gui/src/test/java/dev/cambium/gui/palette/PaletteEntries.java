package dev.cambium.gui.palette;

import javafx.scene.Node;
import javafx.scene.control.ListView;

import java.util.List;

/** What the palette shows, for tests of the window. */
public final class PaletteEntries {

    private PaletteEntries() {}

    /**
     * @param list the palette's
     */
    public static List<String> titles(Node list) {
        return ((ListView<?>) list)
                .getItems().stream().map(each -> ((PaletteEntry) each).words()).toList();
    }
}
