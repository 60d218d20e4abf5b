package dev.cambium.gui.intake;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchBox;
import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Frame;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/** The dialog of an import; files can also be dropped on it. */
public final class IntakeView {

    @FXML private VBox dialog;
    @FXML private ToggleButton filesButton;
    @FXML private ToggleButton urlButton;
    @FXML private VBox filesBox;
    @FXML private ListView<Path> fileList;
    @FXML private Button chooseButton;
    @FXML private Button clearButton;
    @FXML private VBox urlBox;
    @FXML private TextField urlField;
    @FXML private VBox branchField;
    @FXML private ComboBox<Branch> branchBox;
    @FXML private TextField projectField;
    @FXML private Label problemLabel;
    @FXML private VBox errorBox;
    @FXML private Label errorLabel;
    @FXML private ProgressBar progressBar;
    @FXML private Label phaseLabel;
    @FXML private Button stopButton;
    @FXML private Button cancelButton;
    @FXML private Button beginButton;

    private final IntakeViewModel form;
    private final Frame frame;

    private IntakeView(Frame frame, List<Path> files) {
        this.frame = frame;
        form = new IntakeViewModel(frame.workspace(), frame.notices());
        Parent root = Fxml.load("/dev/cambium/gui/intake/Import.fxml", this);
        form.files().setAll(files);
        bindSource();
        bindTarget();
        bindEnd();
        frame.sheet().show(root, chooseButton);
    }

    /** Opens the dialog. */
    public static void open(Frame frame, List<Path> files) {
        new IntakeView(frame, files);
    }

    private void bindSource() {
        filesButton.setOnAction(event -> form.fromFilesProperty().set(true));
        urlButton.setOnAction(event -> form.fromFilesProperty().set(false));
        form.fromFilesProperty().addListener((p, before, after) -> showSource(after));
        showSource(true);
        fileList.setItems(form.files());
        fileList.setPlaceholder(new Label(Text.get("import.files.none")));
        chooseButton.setOnAction(event -> choose());
        clearButton.setOnAction(event -> form.files().clear());
        urlField.textProperty().bindBidirectional(form.urlProperty());
        dialog.setOnDragOver(
                event -> {
                    if (event.getDragboard().hasFiles()) {
                        event.acceptTransferModes(TransferMode.COPY);
                    }
                    event.consume();
                });
        dialog.setOnDragDropped(this::dropped);
    }

    private void showSource(boolean fromFiles) {
        filesButton.setSelected(fromFiles);
        urlButton.setSelected(!fromFiles);
        Shown.when(filesBox, fromFiles);
        Shown.when(urlBox, !fromFiles);
    }

    private void dropped(DragEvent event) {
        event.getDragboard().getFiles().forEach(each -> form.files().add(each.toPath()));
        event.setDropCompleted(true);
        event.consume();
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Text.get("import.choose.title"));
        List<File> chosen = chooser.showOpenMultipleDialog(dialog.getScene().getWindow());
        if (chosen != null) {
            chosen.forEach(each -> form.files().add(each.toPath()));
        }
    }

    private void bindTarget() {
        BranchBox.fill(
                branchBox, frame.workspace(), form.branchProperty(), form.branchProperty()::set);
        Shown.when(branchField, frame.workspace().projectProperty().get() != null);
        projectField.textProperty().bindBidirectional(form.projectNameProperty());
    }

    private void bindEnd() {
        problemLabel.textProperty().bind(form.problem());
        errorLabel.textProperty().bind(form.errorProperty());
        errorBox.visibleProperty().bind(form.errorProperty().isNotEmpty());
        errorBox.managedProperty().bind(errorBox.visibleProperty());
        progressBar.progressProperty().bind(form.progressProperty());
        progressBar.visibleProperty().bind(form.workingProperty());
        progressBar.managedProperty().bind(form.workingProperty());
        phaseLabel.textProperty().bind(form.phaseProperty());
        phaseLabel.visibleProperty().bind(form.workingProperty());
        phaseLabel.managedProperty().bind(form.workingProperty());
        stopButton.visibleProperty().bind(form.workingProperty());
        stopButton.managedProperty().bind(form.workingProperty());
        stopButton.setOnAction(event -> form.stop());
        beginButton.disableProperty().bind(form.ready().not());
        beginButton.setOnAction(event -> form.begin(frame.sheet()::hide));
        cancelButton.setOnAction(event -> frame.sheet().hide());
    }
}
