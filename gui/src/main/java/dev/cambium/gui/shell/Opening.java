package dev.cambium.gui.shell;

import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.theme.Themes;

import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/**
 * What the window shows while the workbench is loaded: its ground, its bars and its logo, where
 * they will be. It has no control and no word, because those take longer to load than all of this
 * takes to paint. {@link WorkbenchWindow} goes on with the same scene.
 */
public final class Opening extends Scene {

    private Opening(Appearance appearance, double width, double height) {
        super(new ScaledPane(bars(), appearance.scaleProperty()), width, height);
        Themes.ground(this, appearance.themeProperty().get());
    }

    /** Shows it, and goes on with the loading once it is laid out to be painted. */
    public static void show(
            Stage stage, Appearance appearance, double width, double height, Runnable whenShown) {
        Opening opening = new Opening(appearance, width, height);
        opening.addPostLayoutPulseListener(
                new Runnable() {
                    @Override
                    public void run() {
                        opening.removePostLayoutPulseListener(this);
                        whenShown.run();
                    }
                });
        stage.setTitle(Text.get("window.title"));
        stage.setScene(opening);
        stage.show();
    }

    private static Parent bars() {
        StackPane logo = new StackPane(Logo.of(24));
        logo.getStyleClass().add("logo");
        HBox top = new HBox(logo);
        top.getStyleClass().add("top-bar");
        VBox rail = new VBox();
        rail.getStyleClass().add("rail");
        BorderPane bars = new BorderPane();
        bars.getStyleClass().add("workbench");
        bars.setTop(top);
        bars.setLeft(rail);
        return bars;
    }
}
