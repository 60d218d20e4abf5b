package dev.cambium.gui.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Operation;
import dev.cambium.gui.WindowFixture;
import dev.cambium.gui.control.KeyMap;

import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCodeCombination;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/** What runs, and the button that ends it, with real clicks. */
@NullUnmarked
class ActivityWindowTest extends WindowFixture {

    private void openOnActivity() {
        until("the branches are there", () -> text("#branch-name").equals("main"));
        untilGraphIsThere();
        robot.push((KeyCodeCombination) KeyMap.ACTIVITY.combination());
    }

    private Operation operation(String id) {
        return engine.projects().operations("").stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Optional<Node> shown(String styleClass) {
        return robot.lookup(styleClass).queryAll().stream().filter(Node::isVisible).findFirst();
    }

    private boolean says(String words) {
        return robot.lookup(".operation-phase").queryAll().stream()
                .filter(Node::isVisible)
                .anyMatch(label -> words.equals(((Labeled) label).getText()));
    }

    @Test
    void theButtonOfARunningOperationEndsIt() {
        String id = engine.running("import_data", branch("qa/metrics").orElseThrow(), true);
        openOnActivity();
        until("its button is there", () -> shown(".operation-cancel").isPresent());
        robot.clickOn(shown(".operation-cancel").orElseThrow());
        until("it has ended", () -> operation(id).status().equals("failed"));
        until("the button is gone", () -> shown(".operation-cancel").isEmpty());
    }

    @Test
    void whatCannotBeCancelledSaysSoInsteadOfShowingADeadButton() {
        engine.running("flatten_branch", branch("qa/metrics").orElseThrow(), false);
        openOnActivity();
        until("it is said", () -> says("cannot be cancelled now"));
        assertThat(shown(".operation-cancel")).isEmpty();
    }
}
