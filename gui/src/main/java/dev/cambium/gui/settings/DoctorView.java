package dev.cambium.gui.settings;

import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.screen.ScreenView;

import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Consumer;

/** The checks as lines: what, how it is, and what to do. */
final class DoctorView implements ScreenView {

    @FXML private Label summaryLabel;
    @FXML private VBox list;
    @FXML private Button againButton;
    @FXML private Button copyButton;

    private final Parent root;
    private final DoctorViewModel doctor;

    DoctorView(DoctorViewModel doctor, Consumer<String> clipboard) {
        this.doctor = doctor;
        root = Fxml.load("/dev/cambium/gui/settings/Doctor.fxml", this);
        summaryLabel.textProperty().bind(doctor.summaryProperty());
        againButton.disableProperty().bind(doctor.lookingProperty());
        againButton.setOnAction(event -> doctor.look());
        copyButton.setOnAction(event -> clipboard.accept(doctor.report()));
        doctor.findings().addListener((ListChangeListener<Finding>) change -> fill());
        fill();
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void focus() {
        againButton.requestFocus();
        doctor.look();
    }

    private void fill() {
        copyButton.setDisable(doctor.findings().isEmpty());
        list.getChildren().setAll(doctor.findings().stream().map(DoctorView::line).toList());
        Shown.when(list, !doctor.findings().isEmpty());
    }

    private static HBox line(Finding finding) {
        FontIcon icon = finding.verdict().icon().icon();
        Label check = new Label(finding.check());
        check.getStyleClass().add("finding-check");
        Label words = new Label(finding.finding());
        words.setWrapText(true);
        VBox text = new VBox(words);
        if (!finding.fix().isEmpty()) {
            Label fix = new Label(finding.fix());
            fix.getStyleClass().add("small");
            fix.setWrapText(true);
            text.getChildren().add(fix);
        }
        HBox line = new HBox(icon, check, text);
        line.getStyleClass().add("finding");
        line.setAccessibleText(finding.verdict() + " " + finding.check() + " " + finding.finding());
        return line;
    }
}
