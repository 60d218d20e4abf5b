package dev.cambium.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Project;
import dev.cambium.gui.WindowFixture;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A deleted project is found where the projects are, and where there is none left. */
@NullUnmarked
class RecoverProjectWindowTest extends WindowFixture {

    private void untilLoaded() {
        until("the branches are there", () -> text("#branch-name").equals("main"));
        untilGraphIsThere();
    }

    @Test
    void theOnlyProjectComesBackWithItsBranches() {
        untilLoaded();
        Project shop = engine.projects().list().getFirst();
        engine.projects().delete(shop.id());
        engine.tell("project.deleted", shop.id(), null, null, "Project deleted", null);
        until("there is none", () -> text("#empty-title").equals("No project yet"));
        robot.clickOn("#empty-recover-project");
        until("it is offered", () -> node("#recover-project-choice") != null);
        assertThat(engine.projects().list()).isEmpty();
        robot.clickOn("#recover-project");
        until("it is back", () -> text("#branch-name").equals("main"));
        assertThat(engine.projects().list()).extracting(Project::name).containsExactly("shop");
        assertThat(engine.projects().deleted()).isEmpty();
    }

    @Test
    void theProjectChooserSaysWhenNoneWasDeleted() {
        untilLoaded();
        robot.clickOn("#project").clickOn("Recover a deleted project…");
        until("it is said", () -> text("#recover-project-none").startsWith("No deleted project"));
        assertThat(node("#recover-project").isDisabled()).isTrue();
    }
}
