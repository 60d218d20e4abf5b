package dev.cambium.gui.console;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchBox;
import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.screen.ScreenView;
import dev.cambium.gui.session.DatabaseBox;
import dev.cambium.gui.session.Standpoint;
import dev.cambium.gui.sql.SqlScript;
import dev.cambium.gui.sql.SqlStatement;

import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.util.List;
import java.util.Optional;

/** The console's editor above its results, in the colour of the branch it stands on. */
final class ConsoleView implements ScreenView {

    private static final double EDITOR_SHARE = 0.42;
    private static final int HISTORY_SHOWN = 25;

    /** Of the branch's name, in the tab of a result. */
    private static final int WHERE_LETTERS = 28;

    private static final int HISTORY_LETTERS = 90;

    @FXML private ComboBox<Branch> branchBox;
    @FXML private ComboBox<String> databaseBox;
    @FXML private Label protectedTag;
    @FXML private HBox pastBox;
    @FXML private Label pastLabel;
    @FXML private Button presentButton;
    @FXML private Label transactionTag;
    @FXML private MenuButton historyMenu;
    @FXML private MenuButton explainMenu;
    @FXML private Button allButton;
    @FXML private Button cancelButton;
    @FXML private Button runButton;
    @FXML private HBox question;
    @FXML private Label questionLabel;
    @FXML private Button refuseButton;
    @FXML private Button agreeButton;
    @FXML private SplitPane split;
    @FXML private StackPane editorPlace;
    @FXML private TabPane tabs;
    @FXML private Label statusLabel;
    @FXML private Button moreButton;
    @FXML private Button exportButton;

    private final Parent root;
    private final ConsoleViewModel console;
    private final Standpoint standpoint;
    private final SqlEditor editor = new SqlEditor(Text.get("console.editor"));
    private final MessagesTab messages;
    private Runnable onceAgreed = () -> {};

    ConsoleView(ConsoleViewModel console, Frame frame) {
        this.console = console;
        standpoint = console.standpoint();
        root = Fxml.load("/dev/cambium/gui/console/Console.fxml", this);
        editorPlace.getChildren().add(editor.node());
        split.setDividerPositions(EDITOR_SHARE);
        messages = new MessagesTab(console.messages(), frame.clipboard());
        new CompletionPopup(editor.area(), console::catalog, console::readCatalog);
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        BranchBox.fill(branchBox, frame.workspace(), standpoint.branchProperty(), standpoint::go);
        DatabaseBox.fill(databaseBox, standpoint);
        bindPlace();
        bindButtons();
        bindResults();
    }

    private void bindPlace() {
        standpoint.branchProperty().addListener((p, before, after) -> showPlace());
        standpoint.placeProperty().addListener((p, before, after) -> showPlace());
        presentButton.setOnAction(event -> standpoint.goToPresent());
        standpoint.onMoved(this::readNames);
        transactionTag.visibleProperty().bind(console.inTransactionProperty());
        transactionTag.managedProperty().bind(transactionTag.visibleProperty());
        transactionTag.setTooltip(new Tooltip(Text.get("console.transaction.tip")));
        showPlace();
    }

    private void showPlace() {
        Branch branch = standpoint.branchProperty().get();
        Place place = standpoint.placeProperty().get();
        for (BranchKind kind : BranchKind.values()) {
            root.getStyleClass().remove(kind.styleClass());
        }
        root.getStyleClass().remove("past");
        if (branch != null) {
            root.getStyleClass().add(BranchKind.of(branch).styleClass());
        }
        if (place != null) {
            root.getStyleClass().add("past");
            pastLabel.setText(Text.get("console.past", place.words()));
        }
        Shown.when(pastBox, place != null);
        Shown.when(protectedTag, branch != null && branch.isProtected() && place == null);
        hideQuestion();
    }

    private void bindButtons() {
        BooleanBinding ready =
                console.stateProperty()
                        .isEqualTo(ConsoleState.READY)
                        .and(standpoint.branchProperty().isNotNull());
        runButton.disableProperty().bind(ready.not());
        allButton.disableProperty().bind(ready.not());
        explainMenu.disableProperty().bind(ready.not());
        cancelButton
                .disableProperty()
                .bind(console.stateProperty().isNotEqualTo(ConsoleState.RUNNING));
        runButton.setTooltip(new Tooltip(Text.get("console.run.tip")));
        allButton.setTooltip(new Tooltip(Text.get("console.run-all.tip")));
        cancelButton.setTooltip(new Tooltip(Text.get("console.cancel.tip")));
        historyMenu.setTooltip(new Tooltip(Text.get("console.history")));
        runButton.setOnAction(event -> runHere());
        allButton.setOnAction(event -> runAll());
        cancelButton.setOnAction(event -> console.cancel());
        refuseButton.setOnAction(event -> hideQuestion());
        agreeButton.setOnAction(
                event -> {
                    Runnable agreed = onceAgreed;
                    hideQuestion();
                    agreed.run();
                });
        MenuItem plan = new MenuItem(Text.get("console.explain.plan"));
        plan.setId("console-explain-plan");
        plan.setOnAction(event -> explain(false));
        MenuItem measured = new MenuItem(Text.get("console.explain.measured"));
        measured.setOnAction(event -> explain(true));
        explainMenu.getItems().setAll(plan, measured);
        historyMenu.setOnShowing(event -> fillHistory());
        statusLabel.textProperty().bind(console.statusProperty());
        hideQuestion();
    }

    private void bindResults() {
        console.sheets().addListener((ListChangeListener<ResultSheet>) change -> showSheets());
        console.messages()
                .addListener((ListChangeListener<ConsoleMessage>) change -> showFailure());
        console.planProperty().addListener((p, before, after) -> showPlan(after));
        console.faultProperty().addListener((p, before, after) -> editor.mark(after));
        tabs.getSelectionModel()
                .selectedItemProperty()
                .addListener((p, before, after) -> showSheetButtons());
        moreButton.setOnAction(event -> chosenSheet().ifPresent(console::more));
        exportButton.setOnAction(event -> chosenSheet().ifPresent(this::export));
        showSheets();
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void focus() {
        editor.area().requestFocus();
        readNames();
    }

    /** What can be chosen and completed here, for whoever looks. */
    private void readNames() {
        if (root.getScene() != null && root.isVisible()) {
            standpoint.readDatabases();
            console.readCatalog();
        }
    }

    @Override
    public void go(Place place) {
        standpoint.go(place);
        String sql = place.sql();
        if (sql != null) {
            editor.append(sql);
            List<SqlStatement> statements = SqlScript.of(sql).statements();
            if (statements.stream().noneMatch(SqlStatement::writes)) {
                console.run(statements, false);
            }
        }
    }

    @Override
    public void left() {
        if (!console.inTransactionProperty().get()) {
            console.close();
        }
    }

    private void key(KeyEvent event) {
        boolean enter = event.getCode() == KeyCode.ENTER && event.isShortcutDown();
        if (enter && event.isShiftDown()) {
            runAll();
        } else if (enter) {
            runHere();
        } else if (event.getCode() == KeyCode.E && event.isShortcutDown() && event.isShiftDown()) {
            explain(false);
        } else if (event.getCode() == KeyCode.PERIOD && event.isShortcutDown()) {
            console.cancel();
        } else {
            return;
        }
        event.consume();
    }

    /** What is selected, or else the statement at the caret. */
    private void runHere() {
        List<SqlStatement> selected = editor.selected();
        run(selected.isEmpty() ? editor.atCaret().stream().toList() : selected);
    }

    private void runAll() {
        run(SqlScript.of(editor.text()).statements());
    }

    private void run(List<SqlStatement> statements) {
        hideQuestion();
        if (console.asksFirst(statements)) {
            ask(() -> console.run(statements, true));
        } else {
            console.run(statements, false);
        }
    }

    private void explain(boolean measured) {
        Optional<SqlStatement> statement = editor.atCaret();
        if (statement.isEmpty()) {
            return;
        }
        Runnable explain = () -> console.explain(statement.get(), measured);
        if (measured && console.asksFirst(List.of(statement.get()))) {
            ask(explain);
        } else {
            explain.run();
        }
    }

    private void ask(Runnable agreed) {
        Branch branch = standpoint.branchProperty().get();
        onceAgreed = agreed;
        questionLabel.setText(Text.get("console.question", branch == null ? "" : branch.name()));
        Shown.when(question, true);
        refuseButton.requestFocus();
    }

    private void hideQuestion() {
        onceAgreed = () -> {};
        if (question.isVisible() && question.isFocusWithin()) {
            editor.area().requestFocus();
        }
        Shown.when(question, false);
    }

    private void fillHistory() {
        historyMenu.getItems().clear();
        for (QueryHistory.Entry entry :
                console.history().entries().reversed().stream().limit(HISTORY_SHOWN).toList()) {
            String line = entry.sql().replaceAll("\\s+", " ");
            MenuItem item = new MenuItem(shortened(line, HISTORY_LETTERS));
            item.setMnemonicParsing(false);
            item.getStyleClass().add("mono-item");
            item.setOnAction(event -> editor.append(entry.sql() + ";"));
            historyMenu.getItems().add(item);
        }
        if (historyMenu.getItems().isEmpty()) {
            MenuItem none = new MenuItem(Text.get("console.history.none"));
            none.setDisable(true);
            historyMenu.getItems().add(none);
        }
    }

    private static String shortened(String text, int letters) {
        return text.length() > letters ? text.substring(0, letters) + "…" : text;
    }

    /** Each says where it comes from: it stays when the console goes to another branch. */
    private void showSheets() {
        int chosen = tabs.getSelectionModel().getSelectedIndex();
        tabs.getTabs().clear();
        int number = 0;
        for (ResultSheet sheet : console.sheets()) {
            number++;
            String name =
                    Text.get("console.result", number, shortened(sheet.where(), WHERE_LETTERS));
            Tab tab = new Tab(name, RowsTable.of(sheet.columns(), sheet.rows()));
            tab.setTooltip(new Tooltip(sheet.where()));
            tab.setUserData(sheet);
            tabs.getTabs().add(tab);
        }
        tabs.getTabs().add(messages.tab());
        tabs.getSelectionModel().select(number > 0 ? 0 : Math.max(0, chosen));
        showSheetButtons();
    }

    private void showFailure() {
        boolean failed =
                console.messages().stream()
                        .anyMatch(each -> each.kind() == ConsoleMessage.Kind.FAILED);
        if (failed || console.sheets().isEmpty()) {
            tabs.getSelectionModel().select(messages.tab());
        }
    }

    private void showPlan(@Nullable PlanNode plan) {
        tabs.getTabs().removeIf(each -> each.getUserData() instanceof PlanNode);
        if (plan != null) {
            Tab tab = new Tab(Text.get("console.plan"), PlanTable.of(plan));
            tab.setUserData(plan);
            tabs.getTabs().addFirst(tab);
            tabs.getSelectionModel().select(tab);
        }
    }

    private Optional<ResultSheet> chosenSheet() {
        Tab tab = tabs.getSelectionModel().getSelectedItem();
        return tab != null && tab.getUserData() instanceof ResultSheet sheet
                ? Optional.of(sheet)
                : Optional.empty();
    }

    private void showSheetButtons() {
        Optional<ResultSheet> sheet = chosenSheet();
        exportButton.setDisable(sheet.isEmpty());
        moreButton.visibleProperty().unbind();
        if (sheet.isPresent()) {
            moreButton.visibleProperty().bind(sheet.get().moreProperty());
        } else {
            moreButton.setVisible(false);
        }
    }

    private void export(ResultSheet sheet) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Text.get("console.export.title"));
        chooser.setInitialFileName(Text.get("console.export.name"));
        chooser.getExtensionFilters()
                .setAll(
                        new FileChooser.ExtensionFilter(Text.get("console.export.csv"), "*.csv"),
                        new FileChooser.ExtensionFilter(Text.get("console.export.json"), "*.json"));
        File chosen = chooser.showSaveDialog(root.getScene().getWindow());
        if (chosen != null) {
            console.export(sheet, chosen.toPath());
        }
    }
}
