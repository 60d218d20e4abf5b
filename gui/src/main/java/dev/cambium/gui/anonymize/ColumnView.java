package dev.cambium.gui.anonymize;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.MaskingFunctionInfo;
import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/** One column: why it seems personal, which function it gets, and how its values become. */
final class ColumnView {

    @FXML private Label chooseLabel;
    @FXML private VBox columnBox;
    @FXML private Label nameLabel;
    @FXML private Label typeLabel;
    @FXML private VBox reasonsBox;
    @FXML private ComboBox<MaskingFunctionInfo> functionBox;
    @FXML private Label guaranteeLabel;
    @FXML private TextField argumentsField;
    @FXML private Label previewLabel;
    @FXML private TableView<LivePreview.Pair> pairs;

    private final Parent root;
    private final MaskingFindings findings;
    private final LivePreview preview;
    private @Nullable FindingRow shown;
    private boolean showing;

    ColumnView(MaskingFindings findings, LivePreview preview) {
        this.findings = findings;
        this.preview = preview;
        root = Fxml.load("/dev/cambium/gui/anonymize/Column.fxml", this);
        functionBox.setCellFactory(view -> new FunctionCell(true));
        functionBox.setButtonCell(new FunctionCell(false));
        functionBox.setOnAction(event -> pick());
        argumentsField.setOnAction(event -> pick());
        argumentsField
                .focusedProperty()
                .addListener(
                        (p, before, focused) -> {
                            if (!focused) {
                                pick();
                            }
                        });
        pairs.getStyleClass().add("rows");
        pairs.setItems(preview.pairs());
        pairs.setPlaceholder(new Label(""));
        pairs.getColumns().add(side("anonymize.before", LivePreview.Pair::before));
        pairs.getColumns().add(side("anonymize.after", LivePreview.Pair::after));
        pairs.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        preview.wordsProperty().addListener((p, before, words) -> say(words, preview.hasTrouble()));
        show(null);
    }

    Parent root() {
        return root;
    }

    private static TableColumn<LivePreview.Pair, String> side(
            String key, Function<LivePreview.Pair, @Nullable String> value) {
        TableColumn<LivePreview.Pair, String> column = new TableColumn<>(Text.get(key));
        column.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(shown(value.apply(row.getValue()))));
        column.setReorderable(false);
        column.setSortable(false);
        return column;
    }

    private static String shown(@Nullable String value) {
        return value == null ? Text.get("anonymize.null") : value;
    }

    /** Says why something is not as it was asked for; empty for nothing. */
    void refuse(String words) {
        say(words, true);
    }

    private void say(String words, boolean trouble) {
        previewLabel.getStyleClass().removeAll("problem", "small");
        previewLabel.getStyleClass().add(trouble ? "problem" : "small");
        previewLabel.setText(words);
        Shown.when(previewLabel, !words.isEmpty());
    }

    void show(@Nullable FindingRow row) {
        FindingRow before = shown;
        shown = row;
        Shown.when(columnBox, row != null);
        Shown.when(chooseLabel, row == null);
        if (row == null) {
            preview.clear();
            return;
        }
        nameLabel.setText(row.table() + "." + row.name());
        typeLabel.setText(
                Text.get(
                        "anonymize.type",
                        row.found().type(),
                        row.kind(),
                        Math.round(row.found().confidence() * 100)));
        reasonsBox
                .getChildren()
                .setAll(row.found().reasons().stream().map(ColumnView::reason).toList());
        refuse("");
        showFunction(row);
        if (!row.equals(before)) {
            look(row);
        }
    }

    private static Label reason(String words) {
        Label label = new Label(Text.get("anonymize.reason", words));
        label.setWrapText(true);
        return label;
    }

    private void showFunction(FindingRow row) {
        showing = true;
        List<MaskingFunctionInfo> fitting = findings.fitting(row);
        String call = row.function();
        int open = call.indexOf('(');
        String name = open < 0 ? call : call.substring(0, open);
        if (!functionBox.getItems().equals(fitting)) {
            functionBox.getItems().setAll(fitting); // not while one of them is being picked
        }
        functionBox.setValue(
                fitting.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null));
        argumentsField.setText(open < 0 ? "" : call.substring(open + 1, call.length() - 1));
        showGuarantee();
        showing = false;
    }

    private void showGuarantee() {
        MaskingFunctionInfo chosen = functionBox.getValue();
        boolean takes = chosen != null && !chosen.arguments().isEmpty();
        guaranteeLabel.setText(
                chosen == null
                        ? Text.get("anonymize.function.none")
                        : Text.get(
                                "anonymize.function.words", chosen.summary(), chosen.guarantee()));
        Shown.when(argumentsField, takes);
        argumentsField.setPromptText(
                takes
                        ? Text.get("anonymize.arguments.of", String.join(", ", chosen.arguments()))
                        : "");
    }

    /** What is in the two boxes becomes the column's function, for now. */
    private void pick() {
        FindingRow row = shown;
        MaskingFunctionInfo chosen = functionBox.getValue();
        if (showing || row == null || chosen == null) {
            return;
        }
        boolean other = !row.function().startsWith(chosen.name() + "(");
        boolean typed = argumentsField.isVisible() && !argumentsField.getText().isBlank();
        boolean sameName = row.function().equals(chosen.name()) || !other;
        String call =
                typed && sameName
                        ? chosen.name() + "(" + argumentsField.getText().strip() + ")"
                        : chosen.name();
        if (!call.equals(row.function())) {
            findings.pick(row, call);
        }
    }

    private void look(FindingRow row) {
        Branch branch = findings.branchProperty().get();
        String database = findings.databaseProperty().get();
        if (branch == null || database == null || row.function().isEmpty()) {
            preview.clear();
            return;
        }
        preview.show(branch, database, row, findings.changes());
    }

    /** A function, and in the list also what comes out of it. */
    private static final class FunctionCell extends ListCell<MaskingFunctionInfo> {

        private final boolean withSummary;

        FunctionCell(boolean withSummary) {
            this.withSummary = withSummary;
        }

        @Override
        protected void updateItem(@Nullable MaskingFunctionInfo function, boolean empty) {
            super.updateItem(function, empty);
            if (empty || function == null) {
                setText("");
            } else {
                setText(
                        withSummary
                                ? Text.get(
                                        "anonymize.function.option",
                                        function.name(),
                                        function.summary())
                                : function.name());
            }
        }
    }
}
