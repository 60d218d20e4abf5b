package dev.cambium.gui.intake;

import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.screen.Frame;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

/** Says how far the sample shop is, and why it was not made. */
final class SampleView {

    @FXML private ProgressBar progressBar;
    @FXML private Label phaseLabel;
    @FXML private Button stopButton;
    @FXML private VBox errorBox;
    @FXML private Label errorLabel;
    @FXML private Button closeButton;

    private SampleView(Frame frame) {
        IntakeViewModel form = new IntakeViewModel(frame.workspace(), frame.notices());
        Parent root = Fxml.load("/dev/cambium/gui/intake/Sample.fxml", this);
        progressBar.progressProperty().bind(form.progressProperty());
        progressBar.visibleProperty().bind(form.workingProperty());
        progressBar.managedProperty().bind(form.workingProperty());
        phaseLabel.textProperty().bind(form.phaseProperty());
        phaseLabel.visibleProperty().bind(form.workingProperty());
        phaseLabel.managedProperty().bind(form.workingProperty());
        stopButton.visibleProperty().bind(form.workingProperty());
        stopButton.managedProperty().bind(form.workingProperty());
        stopButton.setOnAction(event -> form.stop());
        errorLabel.textProperty().bind(form.errorProperty());
        errorBox.visibleProperty().bind(form.errorProperty().isNotEmpty());
        errorBox.managedProperty().bind(errorBox.visibleProperty());
        closeButton.setOnAction(event -> frame.sheet().hide());
        frame.sheet().show(root, closeButton);
        form.sample(frame.sheet()::hide);
    }

    static void open(Frame frame) {
        new SampleView(frame);
    }
}
