package dev.cambium.gui.command;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Text;

import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Something a person can do: a name, an icon, perhaps a shortcut, and when it is possible. Used on
 * the JavaFX thread.
 *
 * @param id stays the same in every language, and is unique
 * @param textKey what it does, in a few words: a key of the bundle
 * @param icon an Ikonli literal such as {@code fth-plus}
 * @param keys its shortcut; null when it has none
 * @param enabled whether it can be done now
 */
public record Command(
        String id,
        String textKey,
        String icon,
        @Nullable KeyMap keys,
        ObservableBooleanValue enabled,
        Runnable action) {

    /** One without a shortcut that is always possible. */
    public static Command of(String id, String textKey, String icon, Runnable action) {
        return new Command(id, textKey, icon, null, new SimpleBooleanProperty(true), action);
    }

    /** One with a shortcut that is always possible; id and words are the shortcut's. */
    public static Command of(KeyMap keys, String icon, Runnable action) {
        return new Command(
                id(keys), keys.textKey(), icon, keys, new SimpleBooleanProperty(true), action);
    }

    /** The same, possible only while {@code condition} holds. */
    public Command when(ObservableBooleanValue condition) {
        return new Command(id, textKey, icon, keys, condition, action);
    }

    /** How a command is called that has these keys and no other name. */
    public static String id(KeyMap keys) {
        return keys.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String words() {
        return Text.get(textKey);
    }

    /** Does it if that is possible now. */
    public void run() {
        if (enabled.get()) {
            action.run();
        }
    }
}
