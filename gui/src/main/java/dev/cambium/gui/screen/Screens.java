package dev.cambium.gui.screen;

import dev.cambium.gui.command.Command;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.KeyMap;

import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** The screens of a window and which of them is shown. Used on the JavaFX thread. */
public final class Screens {

    private final Commands commands;
    private final ObservableBooleanValue project;
    private final ObservableList<Screen> screens = FXCollections.observableArrayList();
    private final Map<KeyMap, ScreenView> views = new EnumMap<>(KeyMap.class);
    private final ReadOnlyObjectWrapper<@Nullable Screen> current =
            new ReadOnlyObjectWrapper<>(null);

    /**
     * @param commands get a command for each screen
     * @param project whether there is a project to show
     */
    public Screens(Commands commands, ObservableBooleanValue project) {
        this.commands = commands;
        this.project = project;
    }

    /** Adds a screen at the rail's end; the first one is shown at first. */
    public void add(Screen screen) {
        KeyMap keys = screen.keys();
        Command open =
                new Command(
                        "screen-" + Command.id(keys),
                        keys.textKey(),
                        screen.icon(),
                        keys,
                        new SimpleBooleanProperty(true),
                        () -> show(keys));
        commands.add(screen.needsProject() ? open.when(project) : open);
        screens.add(screen);
        if (current.get() == null) {
            current.set(screen);
        }
    }

    public ObservableList<Screen> all() {
        return FXCollections.unmodifiableObservableList(screens);
    }

    /** The screen that is shown; null before the first was added. */
    public ReadOnlyObjectProperty<@Nullable Screen> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** Whether the screen is the one that is shown. */
    public BooleanBinding showing(KeyMap keys) {
        return new BooleanBinding() {
            {
                bind(current);
            }

            @Override
            protected boolean computeValue() {
                Screen shown = current.get();
                return shown != null && shown.keys() == keys;
            }
        };
    }

    public void show(KeyMap keys) {
        Screen next = get(keys);
        Screen before = current.get();
        if (before != null && before.keys() != keys) {
            ScreenView view = views.get(before.keys());
            if (view != null) {
                view.left();
            }
        }
        current.set(next);
    }

    /** Shows a screen and in it a branch or moment. */
    public void show(KeyMap keys, Place place) {
        view(get(keys)).go(place);
        show(keys);
    }

    /** The screen's view, made now if it was never looked at. */
    public ScreenView view(Screen screen) {
        return views.computeIfAbsent(screen.keys(), keys -> screen.maker().get());
    }

    /** Tells the views that were made that the window closes. */
    public void close() {
        views.values().forEach(ScreenView::left);
    }

    private Screen get(KeyMap keys) {
        return screens.stream()
                .filter(each -> each.keys() == keys)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no screen " + keys));
    }
}
