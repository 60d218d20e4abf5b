package dev.cambium.gui.shell;

import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.intake.IntakeFeature;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What fills the window when there are no branches to show: why, and what to do. */
final class EmptyView {

    @FXML private StackPane logoPlace;
    @FXML private Label titleLabel;
    @FXML private Label sentenceLabel;
    @FXML private HBox commandBox;
    @FXML private Label commandLabel;
    @FXML private Button copyButton;
    @FXML private HBox beginBox;
    @FXML private Button sampleButton;
    @FXML private Button importButton;
    @FXML private HBox createBox;
    @FXML private Button createButton;
    @FXML private Button recoverButton;
    @FXML private Button retryButton;

    private final Parent root;
    private final Supplier<String> start;

    /**
     * @param start tells what starts an engine, for a shell
     */
    EmptyView(
            Runnable retry, Supplier<String> start, Consumer<String> clipboard, Commands commands) {
        this.start = start;
        root = Fxml.load("/dev/cambium/gui/shell/Empty.fxml", this);
        logoPlace.getChildren().add(Logo.of(56));
        createButton.setOnAction(event -> commands.get("new-project").run());
        recoverButton.setOnAction(event -> commands.get("recover-project").run());
        retryButton.setOnAction(event -> retry.run());
        sampleButton.setOnAction(event -> commands.get(IntakeFeature.SAMPLE).run());
        importButton.setOnAction(event -> commands.get(KeyMap.IMPORT).run());
        copyButton.setOnAction(event -> clipboard.accept(commandLabel.getText()));
    }

    Parent root() {
        return root;
    }

    /**
     * @param trouble why no engine answers; empty when that is not the matter
     */
    void show(ShellViewModel.Page page, String trouble) {
        titleLabel.setText(page.title());
        boolean noEngine = page == ShellViewModel.Page.NO_ENGINE;
        boolean noProject = page == ShellViewModel.Page.NO_PROJECT;
        sentenceLabel.setText(
                noEngine && !trouble.isEmpty()
                        ? trouble + "\n" + page.sentence()
                        : page.sentence());
        commandLabel.setText(noProject ? Text.get("empty.command.demo") : start.get());
        present(commandBox, noEngine || noProject);
        present(createBox, noProject);
        present(beginBox, noProject);
        present(retryButton, noEngine);
    }

    private static void present(Node node, boolean present) {
        node.setVisible(present);
        node.setManaged(present);
    }
}
