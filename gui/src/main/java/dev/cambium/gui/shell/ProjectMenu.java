package dev.cambium.gui.shell;

import dev.cambium.engine.api.Project;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.l10n.Text;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.HBox;

/** The project chooser: name and Postgres version of the chosen one; a menu of the others. */
final class ProjectMenu {

    private ProjectMenu() {}

    static void fill(MenuButton menu, ShellViewModel shell, Commands commands) {
        Project chosen = shell.projectProperty().get();
        Label name = new Label(chosen == null ? Text.get("project.none") : chosen.name());
        name.getStyleClass().add("project-name");
        HBox title = new HBox(8, name);
        title.setAlignment(Pos.CENTER_LEFT);
        if (chosen != null) {
            Label version = new Label(ShellViewModel.version(chosen));
            version.getStyleClass().add("tag");
            title.getChildren().add(version);
        }
        menu.setGraphic(title);
        menu.getItems().clear();
        for (Project project : shell.projects()) {
            RadioMenuItem item =
                    new RadioMenuItem(
                            Text.get(
                                    "project.item",
                                    project.name(),
                                    ShellViewModel.version(project)));
            item.setSelected(chosen != null && chosen.id().equals(project.id()));
            item.setMnemonicParsing(false);
            item.setOnAction(event -> shell.choose(project));
            menu.getItems().add(item);
        }
        if (!menu.getItems().isEmpty()) {
            menu.getItems().add(new SeparatorMenuItem());
        }
        menu.getItems()
                .addAll(commands.menuItem("new-project"), commands.menuItem("recover-project"));
    }
}
