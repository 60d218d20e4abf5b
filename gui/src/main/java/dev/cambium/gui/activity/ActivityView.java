package dev.cambium.gui.activity;

import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.ScreenView;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

/** What the engine did and does. */
public final class ActivityView implements ScreenView {

    @FXML private Label summaryLabel;
    @FXML private TextField filterField;
    @FXML private ToggleButton allButton;
    @FXML private ToggleButton runningButton;
    @FXML private ToggleButton failedButton;
    @FXML private ListView<OperationRow> list;
    @FXML private Label noneLabel;

    private final Parent root;

    ActivityView(ActivityViewModel activity) {
        root = Fxml.load("/dev/cambium/gui/activity/Activity.fxml", this);
        summaryLabel.textProperty().bind(activity.summaryProperty());
        list.setItems(activity.rows());
        filterField.textProperty().bindBidirectional(activity.wordsProperty());
        choice(activity, allButton, null);
        choice(activity, runningButton, OperationRow.Status.RUNNING);
        choice(activity, failedButton, OperationRow.Status.FAILED);
        noneLabel
                .textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        Text.get(
                                                activity.empty()
                                                        ? "activity.empty"
                                                        : "activity.none-fits"),
                                activity.rows()));
        list.setCellFactory(view -> new OperationCell(activity, view));
        Timeline clock = new Timeline(new KeyFrame(Duration.seconds(1), event -> activity.tick()));
        clock.setCycleCount(Timeline.INDEFINITE);
        clock.play();
    }

    private static void choice(
            ActivityViewModel activity, ToggleButton button, OperationRow.@Nullable Status status) {
        Runnable show = () -> button.setSelected(activity.onlyProperty().get() == status);
        activity.onlyProperty().addListener((property, before, after) -> show.run());
        button.setOnAction(
                event -> {
                    activity.onlyProperty().set(status);
                    show.run(); // A second press leaves it chosen.
                });
        show.run();
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void focus() {
        list.requestFocus();
    }
}
