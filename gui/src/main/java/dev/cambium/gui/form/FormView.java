package dev.cambium.gui.form;

import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.l10n.Text;

import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Draws a form as a dialog: title, fields, what went wrong, how far it is, two buttons. */
public final class FormView {

    /** What takes longer says what it is doing. */
    private static final Duration PATIENCE = Duration.seconds(1);

    /** Title, buttons, what went wrong, and some air, in pixels. */
    private static final double AROUND = 220;

    private final Form form;
    private final Sheet sheet;
    private final VBox root = new VBox();
    private final Label phase = new Label();
    private final Button cancel = new Button(Text.get("cancel"));
    private final Button stop = new Button(Text.get("form.stop"));
    private @Nullable Node first;

    private FormView(Form form, Sheet sheet, Consumer<String> clipboard) {
        this.form = form;
        this.sheet = sheet;
        root.getStyleClass().add("sheet");
        root.setAccessibleRole(AccessibleRole.DIALOG);
        root.setAccessibleText(form.title());
        root.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        Label title = new Label(form.title());
        title.setId("sheet-title");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.getStyleClass().add("heading");
        FieldNodes nodes = new FieldNodes(clipboard);
        List<Node> body = new ArrayList<>();
        for (Field field : form.fields()) {
            FieldNodes.Made made = nodes.of(field);
            present(made.node(), field);
            body.add(made.node());
            if (first == null && made.focus() != null) {
                first = made.focus();
            }
        }
        VBox fields = new VBox();
        fields.getStyleClass().add("sheet-fields");
        fields.getChildren().setAll(body);
        ScrollPane scroll = new FieldScroll(fields);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.maxHeightProperty()
                .bind(
                        root.sceneProperty()
                                .flatMap(Scene::heightProperty)
                                .map(height -> height.doubleValue() - AROUND)
                                .orElse(Double.MAX_VALUE));
        scroll.getStyleClass().addAll("edge-to-edge", "sheet-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getChildren().addAll(title, scroll, trouble(), progress(), buttons());
    }

    /** Opens a form over the window; {@code clipboard} takes a command that is copied. */
    public static void open(Form form, Sheet sheet, Consumer<String> clipboard) {
        FormView view = new FormView(form, sheet, clipboard);
        Node focus = view.first == null ? view.actionButton() : view.first;
        sheet.show(view.root, focus, form::leave);
        // Only with its skin made has what scrolls a place in the scene, and can take keys.
        view.root.applyCss();
        focus.requestFocus();
        if (focus instanceof TextInputControl words) {
            words.selectAll(); // So that typing replaces a name that stands there.
        }
    }

    private Node actionButton() {
        return root.lookup("#" + form.button().id());
    }

    private static void present(Node node, Field field) {
        node.visibleProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> Boolean.TRUE.equals(field.shown().getValue()),
                                field.shown()));
        node.managedProperty().bind(node.visibleProperty());
    }

    private Node trouble() {
        Label sentence = new Label();
        sentence.setId("sheet-error");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        sentence.textProperty().bind(form.errorProperty());
        VBox box = new VBox(sentence);
        box.getStyleClass().add("trouble");
        box.setMinHeight(Region.USE_PREF_SIZE);
        box.visibleProperty().bind(form.errorProperty().isNotEmpty());
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private Node progress() {
        ProgressBar bar = new ProgressBar(-1);
        bar.getStyleClass().add("thin");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(Text.get("form.working"));
        phase.getStyleClass().add("small");
        phase.setId("sheet-phase");
        phase.setVisible(false);
        phase.setWrapText(true);
        phase.setMinHeight(Region.USE_PREF_SIZE);
        phase.textProperty().bind(form.phase());
        VBox box = new VBox(bar, phase);
        box.getStyleClass().add("field");
        box.visibleProperty().bind(form.workingProperty());
        box.managedProperty().bind(box.visibleProperty());
        PauseTransition patience = new PauseTransition(PATIENCE);
        patience.setOnFinished(
                event -> {
                    if (form.workingProperty().get()) {
                        phase.setVisible(true);
                        cancel.setText(Text.get("form.background"));
                    }
                });
        form.workingProperty()
                .addListener(
                        (property, before, working) -> {
                            phase.setVisible(false);
                            cancel.setText(Text.get("cancel"));
                            if (working) {
                                patience.playFromStart();
                            } else {
                                patience.stop();
                            }
                        });
        return box;
    }

    private Node buttons() {
        cancel.setCancelButton(true);
        cancel.setId("sheet-cancel");
        cancel.setOnAction(event -> sheet.hide());
        Button action = new Button(form.button().text());
        action.setId(form.button().id());
        action.setDefaultButton(true);
        action.getStyleClass()
                .add(
                        switch (form.button().weight()) {
                            case PRIMARY -> "primary";
                            case DANGER -> "danger";
                        });
        action.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> !form.ready().get() || form.workingProperty().get(),
                                form.ready(),
                                form.workingProperty()));
        action.setOnAction(event -> form.send(sheet::hide));
        stop.setId("sheet-stop");
        stop.setTooltip(new Tooltip(Text.get("form.stop.tip")));
        stop.setOnAction(event -> form.cancelSent());
        stop.visibleProperty()
                .bind(
                        phase.visibleProperty()
                                .and(BooleanExpression.booleanExpression(form.cancellable())));
        stop.managedProperty().bind(stop.visibleProperty());
        HBox box = new HBox(stop, cancel, action);
        box.getStyleClass().add("sheet-buttons");
        return box;
    }

    /**
     * As high as what it holds, as far as the window goes; also when fields come and go, which a
     * binding to their height would hear of only in the middle of a layout. Its height hangs on its
     * width, for sentences wrap: whoever lays it out must ask in that order, or the first layout
     * takes each sentence for one line and nothing asks again.
     */
    private static final class FieldScroll extends ScrollPane {

        private final Region fields;

        FieldScroll(Region fields) {
            super(fields);
            this.fields = fields;
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            double around = snappedTopInset() + snappedBottomInset();
            double whole = width < 0 ? getWidth() : width;
            double inside = whole - snappedLeftInset() - snappedRightInset();
            return around + fields.prefHeight(inside > 0 ? inside : -1);
        }
    }
}
