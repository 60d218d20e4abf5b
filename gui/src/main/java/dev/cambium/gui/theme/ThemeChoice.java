package dev.cambium.gui.theme;

import dev.cambium.gui.l10n.Text;

import java.util.Locale;

/** Light, dark, or as the system has it. */
public enum ThemeChoice {
    LIGHT("theme.light", "fth-sun"),
    DARK("theme.dark", "fth-moon"),
    SYSTEM("theme.system", "fth-monitor");

    private final String key;
    private final String icon;

    ThemeChoice(String key, String icon) {
        this.key = key;
        this.icon = icon;
    }

    public String word() {
        return Text.get(key);
    }

    public String icon() {
        return icon;
    }

    public ThemeChoice next() {
        return switch (this) {
            case LIGHT -> DARK;
            case DARK -> SYSTEM;
            case SYSTEM -> LIGHT;
        };
    }

    /** The choice written in a preferences file; what is not understood counts as the system's. */
    public static ThemeChoice parse(String written) {
        for (ThemeChoice choice : values()) {
            if (choice.name().equals(written.toUpperCase(Locale.ROOT))) {
                return choice;
            }
        }
        return SYSTEM;
    }
}
