package dev.cambium.gui.anonymize;

import dev.cambium.gui.anonymize.MaskingReports.Check;
import dev.cambium.gui.anonymize.MaskingReports.Column;
import dev.cambium.gui.anonymize.MaskingReports.Report;
import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.io.File;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A run's report: what holds, and what was done with each column. */
final class ReportView {

    @FXML private Label hintLabel;
    @FXML private VBox reportBox;
    @FXML private Label summaryLabel;
    @FXML private VBox checks;
    @FXML private TableView<Column> columns;
    @FXML private Label savedLabel;
    @FXML private Button saveButton;

    private final Parent root;
    private final MaskingReports reports;

    ReportView(MaskingReports reports) {
        this.reports = reports;
        root = Fxml.load("/dev/cambium/gui/anonymize/Report.fxml", this);
        columns.getStyleClass().add("rows");
        columns.getColumns().add(column("anonymize.column", 260, Column::name));
        columns.getColumns().add(column("anonymize.function", 170, Column::function));
        columns.getColumns().add(column("anonymize.guarantee", 400, Column::guarantee));
        columns.getColumns().add(figures("anonymize.values", 90, Column::values));
        columns.getColumns().add(figures("anonymize.nulls", 80, Column::nulls));
        columns.getColumns().add(figures("anonymize.same", 90, Column::same));
        reports.reportProperty().addListener((p, before, after) -> show(after));
        hintLabel.textProperty().bind(reports.wordsProperty());
        savedLabel.textProperty().bind(reports.wordsProperty());
        saveButton.setOnAction(event -> save());
        show(null);
    }

    Parent root() {
        return root;
    }

    private static TableColumn<Column, String> column(
            String key, double width, Function<Column, String> value) {
        TableColumn<Column, String> column = new TableColumn<>(Text.get(key));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setReorderable(false);
        return column;
    }

    /** Sorted by what they count, not by their letters. */
    private static TableColumn<Column, Long> figures(
            String key, double width, ToLongFunction<Column> value) {
        TableColumn<Column, Long> column = new TableColumn<>(Text.get(key));
        column.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(value.applyAsLong(row.getValue())));
        column.setCellFactory(view -> new FigureCell());
        column.getStyleClass().add("number");
        column.setPrefWidth(width);
        column.setReorderable(false);
        return column;
    }

    private static final class FigureCell extends TableCell<Column, Long> {

        @Override
        protected void updateItem(@Nullable Long count, boolean empty) {
            super.updateItem(count, empty);
            setText(empty || count == null ? null : Text.get("anonymize.figure", count));
        }
    }

    private void show(@Nullable Report report) {
        Shown.when(reportBox, report != null);
        Shown.when(hintLabel, report == null);
        if (report != null) {
            summaryLabel.setText(report.summary());
            checks.getChildren().setAll(report.checks().stream().map(ReportView::check).toList());
            columns.getItems().setAll(report.columns());
        }
    }

    private static Node check(Check check) {
        FontIcon icon = new FontIcon(check.good() ? "fth-check" : "fth-alert-triangle");
        icon.getStyleClass().add(check.good() ? "status-finished" : "status-running");
        Label words = new Label(check.words());
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox line = new HBox(8, icon, words);
        line.getStyleClass().add("check");
        return line;
    }

    private void save() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Text.get("anonymize.report.save"));
        chooser.setInitialFileName(Text.get("anonymize.report.name"));
        chooser.getExtensionFilters()
                .setAll(
                        new FileChooser.ExtensionFilter(
                                Text.get("anonymize.report.html"), "*.html"),
                        new FileChooser.ExtensionFilter(
                                Text.get("anonymize.report.json"), "*.json"));
        File chosen = chooser.showSaveDialog(root.getScene().getWindow());
        if (chosen != null) {
            reports.save(chosen.toPath());
        }
    }
}
