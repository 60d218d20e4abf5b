package dev.cambium.gui.branch;

import atlantafx.base.controls.ToggleSwitch;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.l10n.Fxml;

import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/** The dialog that makes a branch. */
final class NewBranchView {

    @FXML private TextField nameField;
    @FXML private Label problemLabel;
    @FXML private SearchableComboBox<Branch> parentBox;
    @FXML private Label parentNote;
    @FXML private VBox momentBox;
    @FXML private Label momentLabel;
    @FXML private Label momentProblemLabel;
    @FXML private Label reachLabel;
    @FXML private Button fromNowButton;
    @FXML private ToggleSwitch computeSwitch;
    @FXML private Label commandLabel;
    @FXML private Button copyCommandButton;
    @FXML private VBox errorBox;
    @FXML private Label errorLabel;
    @FXML private ProgressBar progressBar;
    @FXML private Button cancelButton;
    @FXML private Button createButton;

    private final Parent root;

    NewBranchView(NewBranchViewModel form, BranchVerbs verbs, Runnable close) {
        root = Fxml.load("/dev/cambium/gui/branch/NewBranch.fxml", this);
        nameField.textProperty().bindBidirectional(form.nameProperty());
        problemLabel.textProperty().bind(form.nameProblem());
        // An untouched field is no mistake yet; the button alone says that a name is needed.
        problemLabel
                .visibleProperty()
                .bind(form.nameProblem().isNotEmpty().and(form.nameProperty().isNotEmpty()));
        problemLabel.managedProperty().bind(problemLabel.visibleProperty());
        parentBox.getItems().setAll(form.parents());
        parentBox
                .getItems()
                .sort(
                        Comparator.comparing(Branch::isDefault)
                                .reversed()
                                .thenComparing(Branch::name));
        parentBox.setConverter(new ByName());
        parentBox.setValue(form.parentProperty().get());
        form.parentProperty().bind(parentBox.valueProperty());
        bindMoment(form);
        computeSwitch.selectedProperty().bindBidirectional(form.computeProperty());
        commandLabel.textProperty().bind(form.command());
        copyCommandButton.setOnAction(event -> verbs.copy(form.command().get()));
        errorLabel.textProperty().bind(form.errorProperty());
        errorBox.visibleProperty().bind(form.errorProperty().isNotEmpty());
        errorBox.managedProperty().bind(errorBox.visibleProperty());
        progressBar.visibleProperty().bind(form.workingProperty());
        progressBar.managedProperty().bind(form.workingProperty());
        createButton.disableProperty().bind(Bindings.not(form.ready()));
        createButton.setOnAction(event -> form.create(close));
        cancelButton.setOnAction(event -> close.run());
    }

    private void bindMoment(NewBranchViewModel form) {
        momentLabel
                .textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () -> {
                                    PickedMoment moment = form.momentProperty().get();
                                    return moment == null ? "" : moment.words();
                                },
                                form.momentProperty()));
        momentBox.visibleProperty().bind(form.momentProperty().isNotNull());
        momentBox.managedProperty().bind(momentBox.visibleProperty());
        parentNote.visibleProperty().bind(form.momentProperty().isNull());
        parentNote.managedProperty().bind(parentNote.visibleProperty());
        fromNowButton.setOnAction(event -> form.momentProperty().set(null));
        momentProblemLabel.textProperty().bind(form.momentProblem());
        momentProblemLabel.visibleProperty().bind(form.momentProblem().isNotEmpty());
        momentProblemLabel.managedProperty().bind(momentProblemLabel.visibleProperty());
        reachLabel.textProperty().bind(form.reach());
        reachLabel.visibleProperty().bind(form.reach().isNotEmpty());
        reachLabel.managedProperty().bind(reachLabel.visibleProperty());
    }

    Parent root() {
        return root;
    }

    Node focus() {
        return nameField;
    }

    /** The box searches in what this writes. */
    private static final class ByName extends StringConverter<Branch> {

        @Override
        public String toString(@Nullable Branch branch) {
            return branch == null ? "" : branch.name();
        }

        @Override
        public Branch fromString(String text) {
            throw new UnsupportedOperationException("The parent is chosen, not typed");
        }
    }
}
