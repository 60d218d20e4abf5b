package dev.cambium.gui.anonymize;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.anonymize.FindingCells.Line;
import dev.cambium.gui.branch.BranchBox;
import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.screen.ScreenView;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Findings on the left, the chosen column on the right, the run at the foot; or a report. */
final class AnonymizeView implements ScreenView {

    private static final double TREE_SHARE = 0.62;

    @FXML private ToggleButton rulesButton;
    @FXML private ToggleButton reportButton;
    @FXML private ComboBox<Branch> branchBox;
    @FXML private ComboBox<String> databaseBox;
    @FXML private Label versionLabel;
    @FXML private StackPane coveragePlace;
    @FXML private Button refreshButton;
    @FXML private ProgressBar readingBar;
    @FXML private SplitPane rulesPane;
    @FXML private TreeTableView<Line> tree;
    @FXML private Label hintLabel;
    @FXML private StackPane columnPlace;
    @FXML private StackPane reportPlace;
    @FXML private VBox footBox;
    @FXML private ProgressBar runBar;
    @FXML private Button saveButton;
    @FXML private Button approveButton;
    @FXML private VBox troubleBox;
    @FXML private Label troubleLabel;
    @FXML private Label runLabel;
    @FXML private TextField nameField;
    @FXML private Button cancelButton;
    @FXML private Button runButton;

    private final Parent root;
    private final Frame frame;
    private final MaskingFindings findings;
    private final MaskingRun run;
    private final MaskingReports reports;
    private final ColumnView column;
    private final CoverageBar coverage = new CoverageBar();

    AnonymizeView(Frame frame) {
        this.frame = frame;
        findings = new MaskingFindings(frame.workspace());
        reports = new MaskingReports(frame.workspace(), frame.tasks());
        run = new MaskingRun(frame.workspace(), this::made);
        column = new ColumnView(findings, new LivePreview(frame.workspace()));
        root = Fxml.load("/dev/cambium/gui/anonymize/Anonymize.fxml", this);
        columnPlace.getChildren().add(column.root());
        coveragePlace.getChildren().add(coverage.root());
        reportPlace.getChildren().add(new ReportView(reports).root());
        rulesPane.setDividerPositions(TREE_SHARE);
        rulesButton.setOnAction(event -> show(false));
        reportButton.setOnAction(event -> show(true));
        bindPlace();
        bindTree();
        bindRun();
        show(false);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void focus() {
        findings.visible(true);
        tree.requestFocus();
    }

    @Override
    public void go(Place place) {
        frame.workspace().branch(place.branchId()).ifPresent(findings::look);
        show(false);
    }

    @Override
    public void left() {
        findings.visible(false);
    }

    private void show(boolean report) {
        rulesButton.setSelected(!report);
        reportButton.setSelected(report);
        Shown.when(rulesPane, !report);
        Shown.when(databaseBox, !report);
        Shown.when(versionLabel, !report);
        Shown.when(coveragePlace, !report);
        Shown.when(footBox, !report);
        Shown.when(reportPlace, report);
        Branch branch = findings.branchProperty().get();
        if (report && branch != null) {
            reports.show(branch);
        }
    }

    /** What was made is looked at: its report says what became of whom. */
    private void made(String branchId) {
        nameField.clear();
        frame.workspace().selectWhenKnown(branchId);
    }

    private void bindPlace() {
        BranchBox.fill(
                branchBox,
                frame.workspace(),
                findings.branchProperty(),
                chosen -> frame.workspace().select(chosen.id()));
        findings.branchProperty()
                .addListener(
                        (p, before, after) -> {
                            if (reportButton.isSelected() && after != null) {
                                reports.show(after);
                            }
                        });
        databaseBox.setItems(findings.databases());
        findings.databaseProperty().addListener((p, before, after) -> databaseBox.setValue(after));
        databaseBox.setOnAction(
                event -> {
                    String chosen = databaseBox.getValue();
                    if (chosen != null && findings.databases().contains(chosen)) {
                        findings.choose(chosen);
                    }
                });
        versionLabel.textProperty().bind(findings.rulesWordsProperty());
        refreshButton.setOnAction(event -> findings.renew());
        readingBar.visibleProperty().bind(findings.readingProperty());
        findings.coverageProperty().addListener((p, before, after) -> coverage.show(after));
        coverage.show(findings.coverageProperty().get());
    }

    private void bindTree() {
        FindingCells.columns(tree);
        tree.setPlaceholder(new Label("")); // the hint says why nothing is there
        findings.rows().addListener((ListChangeListener<FindingRow>) change -> fillTree());
        findings.troubleProperty().addListener((p, before, after) -> showHint());
        findings.readingProperty().addListener((p, before, after) -> showHint());
        tree.getSelectionModel()
                .selectedItemProperty()
                .addListener(
                        (p, before, after) ->
                                column.show(after == null ? null : after.getValue().row()));
        fillTree();
    }

    /** The column that was chosen stays chosen, so that a pick shows what it changed. */
    private void fillTree() {
        TreeItem<Line> before = tree.getSelectionModel().getSelectedItem();
        String chosen = before == null ? "" : key(before.getValue());
        tree.setRoot(FindingCells.tree(findings.rows()));
        for (TreeItem<Line> table : tree.getRoot().getChildren()) {
            for (TreeItem<Line> line : table.getChildren()) {
                if (key(line.getValue()).equals(chosen)) {
                    tree.getSelectionModel().select(line);
                }
            }
        }
        showHint();
    }

    private static String key(Line line) {
        FindingRow row = line.row();
        return row == null ? line.name() : row.table() + "." + row.name();
    }

    private void showHint() {
        boolean empty = findings.rows().isEmpty();
        Shown.when(hintLabel, empty);
        String trouble = findings.troubleProperty().get();
        if (!trouble.isEmpty()) {
            hintLabel.setText(trouble);
        } else {
            hintLabel.setText(
                    Text.get(
                            findings.readingProperty().get()
                                    ? "anonymize.reading"
                                    : "anonymize.nothing"));
        }
        // With rows in view a refused change has no place of its own but this.
        if (!empty && !trouble.isEmpty()) {
            column.refuse(trouble);
        }
    }

    private void bindRun() {
        BooleanBinding running =
                Bindings.createBooleanBinding(run::isUnderWay, run.stateProperty());
        BooleanBinding picks = Bindings.createBooleanBinding(findings::hasPicks, findings.rows());
        BooleanBinding nothing = Bindings.isEmpty(findings.rows());
        saveButton.disableProperty().bind(picks.not().or(running));
        saveButton.setOnAction(event -> findings.save());
        approveButton.disableProperty().bind(nothing.or(running));
        approveButton.setOnAction(event -> findings.approve());
        runBar.visibleProperty().bind(running);
        runBar.progressProperty().bind(run.progressProperty());
        BooleanBinding failed = run.stateProperty().isEqualTo(MaskingRun.State.FAILED);
        runLabel.textProperty().bind(Bindings.when(failed).then("").otherwise(run.wordsProperty()));
        troubleLabel
                .textProperty()
                .bind(Bindings.when(failed).then(run.wordsProperty()).otherwise(""));
        troubleBox.visibleProperty().bind(failed);
        troubleBox.managedProperty().bind(failed);
        nameField.disableProperty().bind(running);
        nameField.setOnAction(event -> start());
        cancelButton.visibleProperty().bind(running);
        cancelButton.managedProperty().bind(running);
        cancelButton
                .disableProperty()
                .bind(run.stateProperty().isEqualTo(MaskingRun.State.CANCELLING));
        cancelButton.setOnAction(event -> run.cancel());
        runButton
                .disableProperty()
                .bind(
                        running.or(nameField.textProperty().isEmpty())
                                .or(findings.databaseProperty().isNull()));
        runButton.setOnAction(event -> start());
    }

    private void start() {
        Branch from = findings.branchProperty().get();
        String database = findings.databaseProperty().get();
        String name = nameField.getText().strip();
        if (from != null && database != null && !name.isEmpty()) {
            run.start(from, database, name, findings.changes(), !findings.areApproved());
        }
    }
}
