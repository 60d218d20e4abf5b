package dev.cambium.gui.theme;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.util.List;

/** How the window looks: its theme, and how large everything is drawn. */
public final class Appearance {

    /** The sizes one can choose, in hundredths. */
    public static final List<Integer> SCALES = List.of(100, 110, 125, 150, 175, 200);

    private final ObjectProperty<ThemeChoice> theme;
    private final IntegerProperty scale;

    /**
     * @param scale in hundredths, from 100 to 200
     */
    public Appearance(ThemeChoice theme, int scale) {
        this.theme = new SimpleObjectProperty<>(theme);
        this.scale = new SimpleIntegerProperty(scale);
    }

    public ObjectProperty<ThemeChoice> themeProperty() {
        return theme;
    }

    /** In hundredths. */
    public IntegerProperty scaleProperty() {
        return scale;
    }

    public void nextTheme() {
        theme.set(theme.get().next());
    }

    /** To the next larger size that can be chosen. */
    public void larger() {
        SCALES.stream().filter(each -> each > scale.get()).findFirst().ifPresent(scale::set);
    }

    public void smaller() {
        SCALES.reversed().stream()
                .filter(each -> each < scale.get())
                .findFirst()
                .ifPresent(scale::set);
    }

    public void usualSize() {
        scale.set(SCALES.getFirst());
    }
}
