package dev.cambium.gui.activity;

import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.screen.ScreenView;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.util.Duration;

/** What the engine did and does. */
public final class ActivityView implements ScreenView {

    @FXML private Label summaryLabel;
    @FXML private ListView<OperationRow> list;

    private final Parent root;

    ActivityView(ActivityViewModel activity) {
        root = Fxml.load("/dev/cambium/gui/activity/Activity.fxml", this);
        summaryLabel.textProperty().bind(activity.summaryProperty());
        list.setItems(activity.rows());
        list.setCellFactory(view -> new OperationCell(activity, view));
        Timeline clock = new Timeline(new KeyFrame(Duration.seconds(1), event -> activity.tick()));
        clock.setCycleCount(Timeline.INDEFINITE);
        clock.play();
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
