package dev.cambium.gui.project;

import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import java.util.function.Consumer;

/** The dialog that makes a project. */
public final class NewProjectView {

    @FXML private TextField nameField;
    @FXML private Label problemLabel;
    @FXML private VBox errorBox;
    @FXML private Label errorLabel;
    @FXML private ProgressBar progressBar;
    @FXML private Button cancelButton;
    @FXML private Button createButton;

    private NewProjectView(NewProjectViewModel form, Sheet sheet) {
        Parent root = Fxml.load("/dev/cambium/gui/project/NewProject.fxml", this);
        nameField.textProperty().bindBidirectional(form.nameProperty());
        problemLabel.textProperty().bind(form.problem());
        problemLabel
                .visibleProperty()
                .bind(form.problem().isNotEmpty().and(form.nameProperty().isNotEmpty()));
        problemLabel.managedProperty().bind(problemLabel.visibleProperty());
        errorLabel.textProperty().bind(form.errorProperty());
        errorBox.visibleProperty().bind(form.errorProperty().isNotEmpty());
        errorBox.managedProperty().bind(errorBox.visibleProperty());
        progressBar.visibleProperty().bind(form.workingProperty());
        progressBar.managedProperty().bind(form.workingProperty());
        createButton.disableProperty().bind(form.ready().not());
        createButton.setOnAction(event -> form.create(sheet::hide));
        cancelButton.setOnAction(event -> sheet.hide());
        sheet.show(root, nameField);
    }

    /** Opens the dialog. */
    public static void open(Workspace workspace, Consumer<Notice> notices, Sheet sheet) {
        new NewProjectView(new NewProjectViewModel(workspace, notices), sheet);
    }
}
