package dev.cambium.gui.l10n;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Looks up the words on the screen by key. A key that does not exist is a bug and throws. */
public final class Text {

    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("dev.cambium.gui.l10n.messages", Locale.ROOT);

    private Text() {}

    /** The bundle, for FXML's {@code %key}. */
    public static ResourceBundle bundle() {
        return BUNDLE;
    }

    /**
     * @param arguments fill {@code {0}}, {@code {1}} and so on; without any the text is taken as it
     *     stands
     */
    public static String get(String key, Object... arguments) {
        String pattern = BUNDLE.getString(key);
        return arguments.length == 0
                ? pattern
                : new MessageFormat(pattern, Locale.ROOT).format(arguments);
    }
}
