package dev.cambium.gui.timeline;

import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** The dialog that names a moment. */
final class BookmarkView {

    @FXML private Label momentLabel;
    @FXML private TextField nameField;
    @FXML private Label problemLabel;
    @FXML private VBox errorBox;
    @FXML private Label errorLabel;
    @FXML private Button cancelButton;
    @FXML private Button saveButton;

    private final Parent root;

    /**
     * @param saved called when the engine has kept the bookmark
     */
    BookmarkView(BookmarkViewModel form, Runnable saved, Runnable cancel) {
        root = Fxml.load("/dev/cambium/gui/timeline/Bookmark.fxml", this);
        momentLabel.setText(Text.get("bookmark.moment", form.branchName(), form.words()));
        nameField.textProperty().bindBidirectional(form.nameProperty());
        problemLabel.textProperty().bind(form.problem());
        // An untouched field is no mistake yet; the button alone says that a name is needed.
        problemLabel
                .visibleProperty()
                .bind(form.problem().isNotEmpty().and(form.nameProperty().isNotEmpty()));
        problemLabel.managedProperty().bind(problemLabel.visibleProperty());
        errorLabel.textProperty().bind(form.errorProperty());
        errorBox.visibleProperty().bind(form.errorProperty().isNotEmpty());
        errorBox.managedProperty().bind(errorBox.visibleProperty());
        saveButton.disableProperty().bind(form.problem().isNotEmpty().or(form.workingProperty()));
        saveButton.setOnAction(event -> form.save(saved));
        cancelButton.setOnAction(event -> cancel.run());
    }

    Parent root() {
        return root;
    }

    Node focus() {
        return nameField;
    }
}
