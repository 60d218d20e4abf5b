package dev.cambium.gui.branch;

import dev.cambium.gui.l10n.Fxml;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

/** The dialog before a verb that takes something away. */
final class ConfirmView {

    @FXML private VBox box;
    @FXML private Label titleLabel;
    @FXML private VBox consequences;
    @FXML private VBox errorBox;
    @FXML private Label errorLabel;
    @FXML private ProgressBar progressBar;
    @FXML private Button cancelButton;
    @FXML private Button actionButton;

    private final Parent root;

    /**
     * @param danger whether something is lost, which is what the danger colour is for
     */
    ConfirmView(ConfirmViewModel question, boolean danger, Runnable close) {
        root = Fxml.load("/dev/cambium/gui/branch/Confirm.fxml", this);
        box.setAccessibleText(question.title());
        titleLabel.setText(question.title());
        titleLabel.setWrapText(true);
        for (String sentence : question.consequences()) {
            Label line = new Label(sentence);
            line.setWrapText(true);
            consequences.getChildren().add(line);
        }
        actionButton.setText(question.action());
        actionButton.getStyleClass().add(danger ? "danger" : "primary");
        actionButton.disableProperty().bind(question.workingProperty());
        actionButton.setOnAction(event -> question.confirm(close));
        cancelButton.setOnAction(event -> close.run());
        errorLabel.textProperty().bind(question.errorProperty());
        errorBox.visibleProperty().bind(question.errorProperty().isNotEmpty());
        errorBox.managedProperty().bind(errorBox.visibleProperty());
        progressBar.visibleProperty().bind(question.workingProperty());
        progressBar.managedProperty().bind(question.workingProperty());
    }

    Parent root() {
        return root;
    }

    Node focus() {
        return actionButton;
    }
}
