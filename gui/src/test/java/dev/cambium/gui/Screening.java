package dev.cambium.gui;

import atlantafx.base.controls.ModalPane;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.ScreenView;
import dev.cambium.gui.screen.Screens;
import dev.cambium.gui.task.PoolTaskRunner;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.theme.Fonts;
import dev.cambium.gui.theme.ThemeChoice;
import dev.cambium.gui.theme.Themes;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.testfx.util.WaitForAsyncUtils;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/** A window with one screen in it, for tests with real clicks; made on the JavaFX thread. */
public final class Screening implements AutoCloseable {

    private final PoolTaskRunner runner = new PoolTaskRunner();
    private final Workspace workspace;
    private final Frame frame;
    private final ModalPane modal = new ModalPane();
    private final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());
    private final List<String> copied = Collections.synchronizedList(new ArrayList<>());
    private final Appearance appearance = new Appearance(ThemeChoice.LIGHT, 100);
    private Stage stage;

    public Screening(EngineClient engine) {
        workspace = new Workspace(() -> engine, runner, null);
        Commands commands = new Commands();
        frame =
                new Frame(
                        workspace,
                        commands,
                        new Screens(commands, new SimpleBooleanProperty(true)),
                        new Sheet(modal),
                        notices::add,
                        copied::add,
                        runner,
                        Preferences.none(),
                        appearance);
    }

    public Frame frame() {
        return frame;
    }

    public List<Notice> notices() {
        return notices;
    }

    public List<String> copied() {
        return copied;
    }

    /** To be called on the JavaFX thread. */
    public void show(Stage stage, ScreenView view) {
        this.stage = stage;
        Fonts.load();
        Scene scene = new Scene(new StackPane(view.root(), modal), 1200, 760);
        new Themes(scene, appearance.themeProperty());
        stage.setScene(scene);
        stage.show();
        workspace.connect();
        view.focus();
    }

    public Node node(String id) {
        return stage.getScene().getRoot().lookup(id);
    }

    public String text(String id) {
        return node(id) instanceof Labeled labeled ? labeled.getText() : "";
    }

    public void until(String what, Callable<Boolean> condition) {
        WindowFixture.until(what, condition);
    }

    public void untilLoaded() {
        until("the branches are there", () -> workspace.loadedProperty().get());
    }

    @Override
    public void close() {
        WaitForAsyncUtils.waitForAsyncFx(
                20_000,
                () -> {
                    stage.hide();
                    workspace.close();
                });
        runner.close();
    }
}
