package dev.cambium.gui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.gui.control.KeyMap;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class CommandsTest {

    private final Commands commands = new Commands();
    private final List<String> done = new ArrayList<>();

    private static KeyEvent refresh() {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.R, false, true, false, false);
    }

    @Test
    void keysRunTheirCommandOnlyWhileItIsPossible() {
        BooleanProperty possible = new SimpleBooleanProperty(false);
        commands.add(Command.of(KeyMap.REFRESH, "fth-x", () -> done.add("refresh")).when(possible));
        assertThat(commands.press(refresh())).isFalse();
        possible.set(true);
        assertThat(commands.press(refresh())).isTrue();
        assertThat(done).containsExactly("refresh");
    }

    @Test
    void anImpossibleCommandDoesNothingWhoeverAsks() {
        Command never =
                Command.of("never", "key.refresh", "fth-x", () -> done.add("never"))
                        .when(new SimpleBooleanProperty(false));
        commands.add(never);
        commands.get("never").run();
        assertThat(done).isEmpty();
    }

    @Test
    void twoCommandsCannotShareKeysOrAName() {
        commands.add(Command.of(KeyMap.REFRESH, "fth-x", () -> {}));
        assertThatThrownBy(() -> commands.add(Command.of(KeyMap.REFRESH, "fth-x", () -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refresh");
        assertThatThrownBy(
                        () -> commands.add(Command.of("refresh", "key.refresh", "fth-x", () -> {})))
                .isInstanceOf(IllegalStateException.class);
    }
}
