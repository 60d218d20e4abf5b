package dev.cambium.gui.shell;

import dev.cambium.gui.command.Commands;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Screen;
import dev.cambium.gui.screen.Screens;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Locale;
import java.util.Objects;

/** The entries of the screens at the window's left edge; the one that is shown is lit. */
final class Rail {

    private final VBox place;
    private final Screens screens;
    private final Commands commands;

    Rail(VBox place, Screens screens, Commands commands) {
        this.place = place;
        this.screens = screens;
        this.commands = commands;
        screens.all().addListener((ListChangeListener<Screen>) change -> fill());
        screens.currentProperty().addListener((property, before, after) -> light());
        fill();
    }

    private void fill() {
        place.getChildren().clear();
        for (Screen screen : screens.all()) {
            Button button = new Button();
            button.setId("screen-" + screen.keys().name().toLowerCase(Locale.ROOT));
            button.setGraphic(new FontIcon(screen.icon()));
            button.getStyleClass().add("rail-button");
            button.setAccessibleText(Text.get(screen.textKey()));
            commands.bind(button, screen.keys());
            button.setUserData(screen);
            place.getChildren().add(button);
        }
        light();
    }

    private void light() {
        Screen shown = screens.currentProperty().get();
        place.getChildren()
                .forEach(
                        button -> {
                            button.getStyleClass().remove("on");
                            if (Objects.equals(button.getUserData(), shown)) {
                                button.getStyleClass().add("on");
                            }
                        });
    }
}
