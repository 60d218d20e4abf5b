package dev.cambium.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ModalPane;

import dev.cambium.gui.WindowFixture;
import dev.cambium.gui.command.Command;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.palette.PaletteEntries;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Screen;

import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Window;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

import java.util.ArrayList;
import java.util.List;

/** Everything can be reached with keys alone, and everything has a name for screen readers. */
@NullUnmarked
class ReachWindowTest extends WindowFixture {

    private void untilLoaded() {
        until("the branches are there", () -> text("#branch-name").equals("main"));
        untilGraphIsThere();
    }

    private Frame frame() {
        return window.frame();
    }

    @Test
    void everyCommandThatIsPossibleIsInThePalette() {
        untilLoaded();
        List<String> possible =
                WaitForAsyncUtils.waitForAsyncFx(
                        20_000,
                        () ->
                                frame().commands().all().stream()
                                        .filter(each -> each.enabled().get())
                                        .map(Command::words)
                                        .toList());
        robot.push(KeyCode.CONTROL, KeyCode.P);
        until("the palette is there", () -> node("#palette-list") != null);
        List<String> offered =
                WaitForAsyncUtils.waitForAsyncFx(
                        20_000, () -> PaletteEntries.titles(node("#palette-list")));
        assertThat(possible).hasSizeGreaterThan(30);
        assertThat(offered).doesNotHaveDuplicates();
        assertThat(offered).filteredOn(each -> each.startsWith("New branch")).hasSize(1);
        // That the palette opens itself is of no use in it.
        assertThat(offered)
                .containsAll(
                        possible.stream()
                                .filter(each -> !each.equals(KeyMap.PALETTE.words()))
                                .toList());
    }

    @Test
    void everyItemOfALanesMenuThatIsNotOfAMomentIsACommandToo() {
        untilLoaded();
        List<String> words = frame().commands().all().stream().map(Command::words).toList();
        choose("dev/alice");
        menuByKey(node("#graph"));
        assertThat(items()).isNotEmpty().allSatisfy(item -> assertThat(words).contains(item));
    }

    @Test
    void theMenuKeyOpensTheMenuOfALaneAndOfTheMomentAtThePlayhead() {
        untilLoaded();
        choose("main");
        menuByKey(node("#graph"));
        assertThat(items()).noneMatch(each -> each.startsWith("Query here"));
        robot.push(KeyCode.ESCAPE);
        run("before-last-ddl");
        until("the slider stands in the past", () -> !text("#timeline-words").startsWith("now"));
        menuByKey(node("#graph"));
        assertThat(items())
                .anyMatch(each -> each.startsWith("Branch from"))
                .contains("Query here", "Restore to here…", "Snapshot here…")
                .contains("Compare the schema with now");
    }

    @Test
    void theMenuKeyOpensTheMenuOfTheRowThatIsChosenInTheOutline() {
        untilLoaded();
        run("outline");
        until("the outline is there", () -> node("#outline") != null);
        robot.interact(() -> node("#outline").requestFocus());
        menuByKey(node("#outline"));
        assertThat(items()).contains("Rename…");
    }

    @Test
    void aMomentIsComparedWithNowFromItsMenu() {
        untilLoaded();
        Point2D past = endOf("main").subtract(40, 0);
        robot.clickOn(past, MouseButton.SECONDARY);
        robot.clickOn("Compare the schema with now");
        until("the comparison is there", () -> node("#compare-base-at") != null);
        until("it stands on the moment", () -> text("#compare-base-at").startsWith("20"));
        assertThat(text("#compare-other-at")).isEmpty();
    }

    @Test
    void everyControlOfEveryScreenHasANameForScreenReaders() {
        untilLoaded();
        List<String> nameless = new ArrayList<>();
        for (Screen screen : frame().screens().all()) {
            robot.interact(() -> frame().screens().show(screen.keys()));
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> collect(window.scene().getRoot(), screen.keys().name(), nameless));
        }
        assertThat(nameless).isEmpty();
    }

    @Test
    void everyControlOfEveryDialogHasANameForScreenReaders() {
        untilLoaded();
        choose("dev/alice");
        List<String> nameless = new ArrayList<>();
        List<String> opened = new ArrayList<>();
        for (Command command : List.copyOf(frame().commands().all())) {
            if (!command.words().endsWith("…") || !command.enabled().get()) {
                continue;
            }
            robot.interact(command::run);
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> collect(window.scene().getRoot(), command.id(), nameless));
            if (frame().sheet().isShowing()) {
                opened.add(command.id());
            }
            robot.interact(() -> frame().sheet().hide());
        }
        assertThat(opened).hasSizeGreaterThan(5);
        assertThat(nameless).isEmpty();
    }

    private void run(String command) {
        robot.interact(() -> frame().commands().get(command).run());
    }

    private void menuByKey(Node on) {
        robot.interact(
                () ->
                        Event.fireEvent(
                                on,
                                new ContextMenuEvent(
                                        ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                                        0,
                                        0,
                                        0,
                                        0,
                                        true,
                                        null)));
    }

    /** Of the menu that is open. */
    private List<String> items() {
        return WaitForAsyncUtils.waitForAsyncFx(
                20_000,
                () ->
                        Window.getWindows().stream()
                                .filter(ContextMenu.class::isInstance)
                                .map(ContextMenu.class::cast)
                                .filter(Window::isShowing)
                                .flatMap(menu -> menu.getItems().stream())
                                .map(MenuItem::getText)
                                .filter(text -> text != null)
                                .toList());
    }

    /** What the keyboard reaches and a screen reader could only call by its kind. */
    private static void collect(Node node, String where, List<String> nameless) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Control control && node.isFocusTraversable() && !named(control)) {
            nameless.add(where + ": " + control);
        }
        boolean whole = node instanceof TextField || node instanceof ButtonBase;
        if (node instanceof Parent parent && !whole) {
            parent.getChildrenUnmodifiable().forEach(each -> collect(each, where, nameless));
        }
    }

    private static boolean named(Control control) {
        if (control instanceof ModalPane
                || control instanceof ScrollBar
                || control instanceof ScrollPane
                || control instanceof SplitPane
                || control instanceof TabPane
                || control instanceof Label) {
            return true; // They hold what has names.
        }
        String spoken = control.getAccessibleText();
        if (spoken != null && !spoken.isBlank()) {
            return true;
        }
        return control instanceof Labeled labeled
                && labeled.getText() != null
                && !labeled.getText().isBlank();
    }
}
