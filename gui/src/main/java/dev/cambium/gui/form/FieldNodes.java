package dev.cambium.gui.form;

import atlantafx.base.controls.ToggleSwitch;

import dev.cambium.gui.l10n.Text;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Consumer;
import java.util.function.Function;

/** Makes the controls of fields. */
final class FieldNodes {

    /** More options than these are easier to search than to read. */
    private static final int MANY = 12;

    private final Consumer<String> clipboard;

    /**
     * @param focus what takes the keys; null if it takes none
     */
    record Made(Node node, @Nullable Node focus) {}

    FieldNodes(Consumer<String> clipboard) {
        this.clipboard = clipboard;
    }

    Made of(Field field) {
        return switch (field) {
            case Field.Words words -> words(words);
            case Field.Choice<?> choice -> choice(choice);
            case Field.Switch toggle -> toggle(toggle);
            case Field.Sentence sentence -> new Made(sentence(sentence), null);
            case Field.Command command -> new Made(command(command), null);
        };
    }

    private static Made words(Field.Words field) {
        TextInputControl input = field.rows() == 1 ? new TextField() : area(field.rows());
        input.setId(field.id());
        input.setPromptText(field.prompt());
        input.setAccessibleText(field.label());
        input.textProperty().bindBidirectional(field.value());
        Label problem = new Label();
        problem.setId(field.id() + "-problem");
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.textProperty().bind(field.problem());
        // An untouched field is no mistake yet; the button alone says that something is missing.
        problem.visibleProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () ->
                                        !field.problem().getValue().isEmpty()
                                                && !field.value().get().isEmpty(),
                                field.problem(),
                                field.value()));
        problem.managedProperty().bind(problem.visibleProperty());
        return new Made(labelled(field.label(), input, problem), input);
    }

    private static TextArea area(int rows) {
        TextArea area = new TextArea();
        area.setPrefRowCount(rows);
        area.getStyleClass().add("mono");
        return area;
    }

    private static VBox labelled(String label, Node... below) {
        Label head = new Label(label);
        head.getStyleClass().add("small");
        VBox box = new VBox(head);
        box.getChildren().addAll(below);
        box.getStyleClass().add("field");
        return box;
    }

    private static <T> Made choice(Field.Choice<T> field) {
        ComboBox<T> box =
                field.options().size() > MANY ? new SearchableComboBox<>() : new ComboBox<>();
        box.setId(field.id());
        box.setItems(field.options());
        box.setConverter(new Written<>(field.words()));
        box.setMaxWidth(Double.MAX_VALUE);
        box.setAccessibleText(field.label());
        box.valueProperty().bindBidirectional(field.value());
        return new Made(labelled(field.label(), box), box);
    }

    private static Made toggle(Field.Switch field) {
        ToggleSwitch toggle = new ToggleSwitch();
        toggle.setId(field.id());
        toggle.setAccessibleText(field.label());
        toggle.selectedProperty().bindBidirectional(field.value());
        VBox words = new VBox(new Label(field.label()));
        if (!field.note().isEmpty()) {
            Label note = new Label(field.note());
            note.getStyleClass().add("small");
            note.setWrapText(true);
            note.setMinHeight(Region.USE_PREF_SIZE);
            words.getChildren().add(note);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(words, toggle);
        row.getStyleClass().add("field-row");
        return new Made(row, toggle);
    }

    private static Node sentence(Field.Sentence field) {
        Label label = new Label();
        label.setId(field.id());
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass()
                .add(
                        switch (field.tone()) {
                            case PLAIN -> "sentence";
                            case NOTE -> "small";
                            case CONSEQUENCE -> "consequence";
                            case PICKED -> "picked-moment";
                            case PROBLEM -> "problem";
                        });
        label.textProperty().bind(field.words());
        return label;
    }

    private Node command(Field.Command field) {
        Label line = new Label();
        line.setId(field.id());
        line.getStyleClass().add("mono");
        line.setWrapText(true);
        line.setMaxWidth(Double.MAX_VALUE);
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.textProperty().bind(field.words());
        HBox.setHgrow(line, Priority.ALWAYS);
        Button copy = new Button();
        copy.setGraphic(new FontIcon("fth-copy"));
        copy.getStyleClass().add("tool");
        copy.setAccessibleText(Text.get("form.command.copy"));
        copy.setOnAction(event -> clipboard.accept(field.words().getValue()));
        HBox row = new HBox(line, copy);
        row.getStyleClass().add("command");
        return labelled(Text.get("form.command"), row);
    }

    /** Writes options; the searchable box searches in what this writes. */
    private static final class Written<T> extends StringConverter<T> {

        private final Function<T, String> words;

        Written(Function<T, String> words) {
            this.words = words;
        }

        @Override
        public String toString(@Nullable T option) {
            return option == null ? "" : words.apply(option);
        }

        @Override
        public T fromString(String text) {
            throw new UnsupportedOperationException("An option is chosen, not typed");
        }
    }
}
