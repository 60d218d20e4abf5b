package dev.cambium.gui.command;

import dev.cambium.gui.control.KeyMap;

import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.event.EventTarget;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

import org.fxmisc.richtext.GenericStyledArea;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.NoSuchElementException;

/** All commands of a window, in the order in which they were added. Used on the JavaFX thread. */
public final class Commands {

    private final ObservableList<Command> commands = FXCollections.observableArrayList();
    private final ObservableList<Command> unmodifiable =
            FXCollections.unmodifiableObservableList(commands);

    /**
     * @throws IllegalStateException when there is one with this id or these keys already
     */
    public void add(Command command) {
        for (Command each : commands) {
            boolean sameKeys = command.keys() != null && command.keys() == each.keys();
            if (each.id().equals(command.id()) || sameKeys) {
                throw new IllegalStateException(command.id() + " is a command already");
            }
        }
        commands.add(command);
    }

    public ObservableList<Command> all() {
        return unmodifiable;
    }

    /**
     * @throws NoSuchElementException when no feature added it: a mistake in the program
     */
    public Command get(String id) {
        return commands.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no command " + id));
    }

    /** The one with these keys. */
    public Command get(KeyMap keys) {
        return commands.stream()
                .filter(each -> each.keys() == keys)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no command for " + keys));
    }

    /** Does what the keys stand for; false when they stand for nothing that is possible now. */
    public boolean press(KeyEvent event) {
        for (Command command : commands) {
            KeyMap keys = command.keys();
            if (keys == null || !keys.combination().match(event)) {
                continue;
            }
            if (command.enabled().get() && !(keys.editsText() && isText(event.getTarget()))) {
                command.run();
                return true;
            }
        }
        return false;
    }

    private static boolean isText(EventTarget target) {
        return target instanceof TextInputControl || target instanceof GenericStyledArea;
    }

    /** Makes a button do a command: action, tooltip with its keys, and when it can be pressed. */
    public void bind(ButtonBase button, KeyMap keys) {
        Command command = get(keys);
        keys.describe(button);
        button.setOnAction(event -> command.run());
        button.disableProperty().bind(Bindings.not(command.enabled()));
    }

    /** A new item for a menu, with the command's words, icon and keys. */
    public MenuItem menuItem(String id) {
        Command command = get(id);
        MenuItem item = new MenuItem(command.words(), new FontIcon(command.icon()));
        item.setMnemonicParsing(false);
        KeyMap keys = command.keys();
        if (keys != null) {
            item.setAccelerator(keys.combination());
        }
        item.disableProperty().bind(Bindings.not(command.enabled()));
        item.setOnAction(event -> command.run());
        return item;
    }
}
