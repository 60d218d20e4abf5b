package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** A chooser of branches that follows the project's, each with the dot of its kind. */
public final class BranchBox {

    private BranchBox() {}

    /**
     * @param chosen what is shown as chosen
     * @param choose called when a person chooses another one
     */
    public static void fill(
            ComboBox<Branch> box,
            Workspace workspace,
            ObservableValue<@Nullable Branch> chosen,
            Consumer<Branch> choose) {
        box.setCellFactory(view -> new Cell());
        box.setButtonCell(new Cell());
        Tooltip name = new Tooltip();
        box.setTooltip(name);
        name.textProperty().bind(box.valueProperty().map(Branch::name).orElse(""));
        Runnable show = () -> show(box, workspace, chosen.getValue());
        workspace.branches().addListener((ListChangeListener<Branch>) change -> show.run());
        chosen.addListener((property, before, after) -> show.run());
        show.run();
        box.setOnAction(
                event -> {
                    Branch picked = box.getValue();
                    Branch before = chosen.getValue();
                    if (picked != null && (before == null || !before.id().equals(picked.id()))) {
                        choose.accept(picked);
                    }
                });
    }

    private static void show(ComboBox<Branch> box, Workspace workspace, @Nullable Branch chosen) {
        if (!box.getItems().equals(workspace.branches())) {
            box.getItems().setAll(workspace.branches());
        }
        box.getItems().stream()
                .filter(each -> chosen != null && each.id().equals(chosen.id()))
                .findFirst()
                .ifPresentOrElse(box::setValue, () -> box.setValue(null));
    }

    /** A branch's dot and name. */
    private static final class Cell extends ListCell<Branch> {

        private final Region dot = new Region();

        @Override
        protected void updateItem(@Nullable Branch branch, boolean empty) {
            super.updateItem(branch, empty);
            if (empty || branch == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            dot.getStyleClass().setAll("kind-dot", BranchKind.of(branch).styleClass());
            setText(branch.name());
            setGraphic(dot);
        }
    }
}
