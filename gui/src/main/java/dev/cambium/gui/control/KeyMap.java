package dev.cambium.gui.control;

import dev.cambium.gui.l10n.Text;

import javafx.scene.control.ButtonBase;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import java.util.Arrays;

/** Every shortcut of the window, in one place; {@code Shortcut} is Ctrl, and Command on a Mac. */
public enum KeyMap {
    GRAPH("Shortcut+1", "key.graph"),
    CONSOLE("Shortcut+2", "key.console"),
    SCHEMA("Shortcut+3", "key.schema"),
    ACTIVITY("Shortcut+4", "key.activity"),
    ANONYMIZE("Shortcut+6", "key.anonymize"),
    SETTINGS("Shortcut+Comma", "key.settings"),
    DOCTOR("Shortcut+5", "key.doctor"),
    IMPORT("Shortcut+I", "key.import"),
    PALETTE("Shortcut+P", "key.palette"),
    FIND("Shortcut+F", "key.find"),
    NEW_BRANCH("Shortcut+B", "key.new-branch"),
    COPY_CONNECTION("Shortcut+Shift+C", "key.copy-connection"),
    START_SUSPEND("Shortcut+Shift+S", "key.start-suspend"),
    PSQL("Shortcut+Shift+P", "key.psql"),
    RESET("Shortcut+Shift+R", "key.reset"),
    RESTORE("Shortcut+Shift+T", "key.restore"),
    SNAPSHOT("Shortcut+Shift+N", "key.snapshot"),
    RENAME("F2", "key.rename"),
    UNDO("Shortcut+Z", "key.undo"),
    DELETE("Shortcut+Delete", "key.delete"),
    ZOOM_IN("Alt+Equals", "key.zoom-in"),
    ZOOM_OUT("Alt+Minus", "key.zoom-out"),
    FIT("Alt+0", "key.fit"),
    OUTLINE("Shortcut+O", "key.outline"),
    INSPECTOR("Shortcut+K", "key.inspector"),
    TIMELINE("Shortcut+T", "key.timeline"),
    LARGER("Shortcut+Equals", "key.larger"),
    SMALLER("Shortcut+Minus", "key.smaller"),
    USUAL_SIZE("Shortcut+0", "key.usual-size"),
    THEME("Shortcut+Shift+L", "key.theme"),
    REFRESH("Shortcut+R", "key.refresh"),
    SHORTCUTS("Shortcut+Slash", "key.shortcuts");

    /** As {@link KeyCombination#valueOf} reads it. */
    private final String combination;

    private final String key;

    KeyMap(String combination, String key) {
        this.combination = combination;
        this.key = key;
    }

    public KeyCombination combination() {
        return KeyCombination.valueOf(combination);
    }

    /** Whether the keys that were pressed stand for something. */
    public static boolean isShortcut(KeyEvent event) {
        return Arrays.stream(values()).anyMatch(each -> each.combination().match(event));
    }

    public String textKey() {
        return key;
    }

    /**
     * Whether text has the same keys for something of its own, which goes first while one types.
     */
    public boolean editsText() {
        return this == UNDO || this == DELETE;
    }

    /** What it does, in a few words. */
    public String words() {
        return Text.get(key);
    }

    /** The keys as they are written on this system. */
    public String keys() {
        return combination().getDisplayText();
    }

    /** Gives a control a tooltip that names what it does and its keys. */
    public void describe(ButtonBase control) {
        control.setTooltip(new Tooltip(Text.get("key.tooltip", words(), keys())));
    }
}
