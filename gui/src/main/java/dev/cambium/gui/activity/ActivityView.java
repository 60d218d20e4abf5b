package dev.cambium.gui.activity;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Fxml;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.util.Duration;

/** The panel below the graph: what the engine did and does. */
public final class ActivityView {

    @FXML private Label summaryLabel;
    @FXML private Button closeButton;
    @FXML private ListView<OperationRow> list;

    private final Parent root;

    public ActivityView(ActivityViewModel activity, Runnable close) {
        root = Fxml.load("/dev/cambium/gui/activity/Activity.fxml", this);
        summaryLabel.textProperty().bind(activity.summaryProperty());
        list.setItems(activity.rows());
        list.setCellFactory(view -> new OperationCell(activity, view));
        closeButton.setOnAction(event -> close.run());
        KeyMap.ACTIVITY.describe(closeButton);
        Timeline clock = new Timeline(new KeyFrame(Duration.seconds(1), event -> activity.tick()));
        clock.setCycleCount(Timeline.INDEFINITE);
        clock.play();
    }

    public Parent root() {
        return root;
    }
}
