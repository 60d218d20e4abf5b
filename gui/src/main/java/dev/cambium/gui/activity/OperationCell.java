package dev.cambium.gui.activity;

import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** One operation: what, on which branch, when, how long; its progress or its error below. */
final class OperationCell extends ListCell<OperationRow> {

    private static final double SCROLL_BAR = 12;

    private final ActivityViewModel activity;
    private final FontIcon icon = new FontIcon();
    private final Label action = new Label();
    private final Label branch = new Label();
    private final Label status = new Label();
    private final Label began = new Label();
    private final Label duration = new Label();
    private final ProgressBar progress = new ProgressBar();
    private final Button cancel = new Button(Text.get("activity.cancel"));
    private final Label mustGoOn = new Label(Text.get("activity.must-go-on"));
    private final Label phase = new Label();
    private final Label error = new Label();
    private final Button copy = new Button(Text.get("activity.copy-error"));
    private final HBox errorRow = new HBox(error, copy);
    private final VBox content;

    OperationCell(ActivityViewModel activity, ListView<OperationRow> list) {
        this.activity = activity;
        action.getStyleClass().add("operation-action");
        branch.getStyleClass().add("operation-branch");
        status.getStyleClass().add("operation-status");
        began.getStyleClass().addAll("mono", "operation-began");
        duration.getStyleClass().addAll("mono", "operation-duration");
        progress.getStyleClass().add("thin");
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.setAccessibleText(Text.get("activity.progress"));
        error.setWrapText(true);
        error.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(error, Priority.ALWAYS);
        copy.getStyleClass().add("quiet");
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(event -> copyError());
        errorRow.getStyleClass().add("operation-error");
        cancel.getStyleClass().addAll("quiet", "operation-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(event -> cancelIt());
        mustGoOn.getStyleClass().addAll("small", "operation-phase");
        mustGoOn.setTooltip(new Tooltip(Text.get("activity.must-go-on.why")));
        mustGoOn.setMinWidth(Region.USE_PREF_SIZE);
        phase.getStyleClass().addAll("small", "operation-phase");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line =
                new HBox(
                        icon, action, branch, phase, space, mustGoOn, cancel, status, duration,
                        began);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("operation-line");
        content = new VBox(line, progress, errorRow);
        content.getStyleClass().add("operation");
        // The list's width decides where an error's sentence breaks.
        content.prefWidthProperty().bind(list.widthProperty().subtract(SCROLL_BAR));
    }

    @Override
    protected double computePrefHeight(double width) {
        return getGraphic() == null
                ? super.computePrefHeight(width)
                : snapSizeY(content.prefHeight(content.getPrefWidth()));
    }

    @Override
    protected void updateItem(@Nullable OperationRow row, boolean empty) {
        super.updateItem(row, empty);
        setText(null);
        if (empty || row == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        icon.setIconLiteral(
                switch (row.status()) {
                    case RUNNING -> "fth-loader";
                    case FINISHED -> "fth-check";
                    case FAILED -> "fth-alert-triangle";
                });
        icon.getStyleClass().removeAll("status-running", "status-finished", "status-failed");
        icon.getStyleClass()
                .add(
                        switch (row.status()) {
                            case RUNNING -> "status-running";
                            case FINISHED -> "status-finished";
                            case FAILED -> "status-failed";
                        });
        action.setText(row.action());
        branch.setText(row.branchName());
        status.setText(row.status().word());
        duration.setText(Figures.duration(row.duration()));
        began.setText(Figures.clock(row.began()));
        began.setTooltip(new Tooltip(Figures.exact(row.began())));
        present(progress, row.status() == OperationRow.Status.RUNNING);
        Double done = row.progress();
        progress.setProgress(done == null ? ProgressBar.INDETERMINATE_PROGRESS : done);
        phase.setText(row.phase());
        present(cancel, row.cancellable());
        present(mustGoOn, row.mustGoOn());
        error.setText(row.error());
        present(errorRow, !row.error().isEmpty());
        setAccessibleText(row.spoken());
        setGraphic(content);
    }

    private void cancelIt() {
        OperationRow row = getItem();
        if (row != null) {
            activity.cancel(row);
        }
    }

    private void copyError() {
        OperationRow row = getItem();
        if (row != null) {
            activity.copyError(row);
        }
    }

    private static void present(javafx.scene.Node node, boolean present) {
        node.setVisible(present);
        node.setManaged(present);
    }
}
