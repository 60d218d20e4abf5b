package dev.cambium.gui.settings;

import dev.cambium.engine.api.EngineInfo;
import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.ScreenView;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.theme.ThemeChoice;

import javafx.beans.property.ObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** Cards of settings: appearance, engine, project. */
final class SettingsView implements ScreenView {

    @FXML private ComboBox<ThemeChoice> themeBox;
    @FXML private ComboBox<Integer> scaleBox;
    @FXML private GridPane engineFacts;
    @FXML private Label noEngineLabel;
    @FXML private VBox projectCard;
    @FXML private TextField nameField;
    @FXML private TextField hoursField;
    @FXML private TextField gigabytesField;
    @FXML private TextField suspendField;
    @FXML private Button saveButton;
    @FXML private Label statusLabel;

    private final Parent root;

    /** Held, for a binding in both directions holds neither side. */
    private final ObjectProperty<Integer> scale;

    SettingsView(SettingsViewModel settings, Appearance appearance) {
        root = Fxml.load("/dev/cambium/gui/settings/Settings.fxml", this);
        themeBox.getItems().setAll(ThemeChoice.values());
        themeBox.setConverter(words(ThemeChoice::word));
        themeBox.valueProperty().bindBidirectional(appearance.themeProperty());
        scaleBox.getItems().setAll(Appearance.SCALES);
        scaleBox.setConverter(words(each -> Text.get("settings.percent", each)));
        scale = appearance.scaleProperty().asObject();
        scaleBox.valueProperty().bindBidirectional(scale);
        settings.engineProperty().addListener((p, before, after) -> showEngine(after));
        showEngine(settings.engineProperty().get());
        nameField.textProperty().bindBidirectional(settings.nameProperty());
        hoursField.textProperty().bindBidirectional(settings.historyHoursProperty());
        gigabytesField.textProperty().bindBidirectional(settings.historyGigabytesProperty());
        suspendField.textProperty().bindBidirectional(settings.suspendSecondsProperty());
        saveButton.setOnAction(event -> settings.save());
        saveButton.disableProperty().bind(settings.savingProperty());
        statusLabel.textProperty().bind(settings.statusProperty());
        settings.projectProperty()
                .addListener((p, before, after) -> Shown.when(projectCard, after != null));
        Shown.when(projectCard, settings.projectProperty().get() != null);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void focus() {
        themeBox.requestFocus();
    }

    private void showEngine(@Nullable EngineInfo info) {
        Shown.when(engineFacts, info != null);
        Shown.when(noEngineLabel, info == null);
        engineFacts.getChildren().clear();
        if (info == null) {
            return;
        }
        fact("settings.engine.version", info.version());
        fact("settings.engine.postgres", info.postgresVersion());
        fact(
                "settings.engine.volume",
                Text.get("settings.engine.volume.value", info.volume(), info.volumeReason()));
        fact("settings.engine.home", info.home());
        fact("settings.engine.api", info.apiUrl());
        fact("settings.engine.router", String.valueOf(info.routerPort()));
        fact(
                "settings.engine.process",
                Text.get(
                        "settings.engine.process.value",
                        String.valueOf(info.pid()),
                        Figures.moment(info.startedAt())));
    }

    private void fact(String key, String value) {
        Label name = new Label(Text.get(key));
        name.getStyleClass().add("fact");
        Label shown = new Label(value);
        shown.setWrapText(true);
        engineFacts.addRow(engineFacts.getRowCount(), name, shown);
    }

    /** A chooser of a few fixed values is only read, never typed into. */
    private static <T> StringConverter<T> words(Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException(text);
            }
        };
    }
}
