package dev.cambium.gui.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.gui.Screening;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

import java.util.ArrayList;
import java.util.List;

/** The screen of personal data with real clicks, on an engine in memory. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class AnonymizeWindowTest {

    private final MemoryEngine engine = Samples.shop();
    private final FxRobot robot = new FxRobot();
    private Screening screening;

    @Start
    void open(Stage stage) {
        screening = new Screening(engine);
        screening.show(stage, new AnonymizeView(screening.frame()));
    }

    @AfterEach
    void close() {
        screening.close();
    }

    @SuppressWarnings("unchecked")
    private TreeTableView<FindingCells.Line> tree() {
        return (TreeTableView<FindingCells.Line>) screening.node("#anonymize-findings");
    }

    private List<TreeItem<FindingCells.Line>> lines() {
        List<TreeItem<FindingCells.Line>> all = new ArrayList<>();
        tree().getRoot().getChildren().forEach(table -> all.addAll(table.getChildren()));
        return all;
    }

    private void untilFound() {
        screening.untilLoaded();
        robot.interact(
                () ->
                        screening.frame().workspace().branches().stream()
                                .filter(each -> each.name().equals("main"))
                                .forEach(each -> screening.frame().workspace().select(each.id())));
        screening.until("findings are listed", () -> lines().size() == 5);
    }

    private void choose(String column) {
        robot.interact(
                () ->
                        lines().stream()
                                .filter(each -> each.getValue().name().equals(column))
                                .forEach(each -> tree().getSelectionModel().select(each)));
    }

    private String preview() {
        TableView<?> pairs = (TableView<?>) screening.node("#anonymize-pairs");
        return pairs.getItems().toString();
    }

    @SuppressWarnings("unchecked")
    private void pick(String function) {
        robot.interact(
                () -> {
                    ComboBox<dev.cambium.engine.api.MaskingFunctionInfo> box =
                            (ComboBox<dev.cambium.engine.api.MaskingFunctionInfo>)
                                    screening.node("#anonymize-function");
                    box.getItems().stream()
                            .filter(each -> each.name().equals(function))
                            .forEach(box::setValue);
                });
    }

    @Test
    void aColumnShowsWhyItIsPersonalAndAPickShowsAtOnceWhatItsValuesBecome() {
        untilFound();
        assertThat(screening.text("#anonymize-coverage-words"))
                .isEqualTo("4 personal columns: 0 decided, 3 suggested, 1 open");
        choose("email");
        screening.until("a preview", () -> preview().contains("by email"));
        assertThat(screening.text("#anonymize-name")).isEqualTo("public.customers.email");
        assertThat(((VBox) screening.node("#anonymize-reasons")).getChildren())
                .extracting(each -> ((Labeled) each).getText())
                .containsExactly(
                        "– the name says email_address", "– 98 % of 2000 values look like one");
        pick("redact");
        screening.until("another preview", () -> preview().contains("by redact"));
        assertThat(engine.anonymize().rule("public.customers.email"))
                .as("nothing is saved by a pick")
                .isNull();
        robot.interact(
                () -> ((TextField) screening.node("#anonymize-arguments")).setText("with: x"));
        robot.clickOn("#anonymize-arguments").type(javafx.scene.input.KeyCode.ENTER);
        screening.until("arguments count", () -> preview().contains("by redact(with: x)"));
        robot.clickOn("#anonymize-save");
        screening.until(
                "the rule is saved",
                () -> "redact(with: x)".equals(engine.anonymize().rule("public.customers.email")));
        screening.until(
                "the bar counts it",
                () ->
                        screening
                                .text("#anonymize-coverage-words")
                                .contains("1 decided, 2 suggested"));
    }

    @Test
    void approvingTakesWhatIsPickedAndWhatIsSuggested() {
        untilFound();
        choose("note");
        pick("token");
        screening.until("it is picked", () -> !screening.node("#anonymize-save").isDisabled());
        robot.clickOn("#anonymize-approve");
        screening.until(
                "all are decided",
                () -> screening.text("#anonymize-coverage-words").contains("4 decided"));
        assertThat(engine.anonymize().rule("public.orders.note")).isEqualTo("token");
        assertThat(engine.anonymize().rule("public.customers.born")).isEqualTo("date_shift");
        assertThat(screening.text("#anonymize-version")).contains("approved");
    }

    @Test
    void aRunMakesABranchAndItsReportIsShown() {
        untilFound();
        assertThat(screening.node("#anonymize-run").isDisabled()).isTrue();
        robot.clickOn("#anonymize-new-name").write("safe");
        robot.clickOn("#anonymize-run");
        screening.until(
                "it is done",
                () -> screening.text("#anonymize-run-words").contains("safe was created"));
        screening.until(
                "the new branch is looked at",
                () ->
                        screening.frame().workspace().selectedProperty().get() != null
                                && screening
                                        .frame()
                                        .workspace()
                                        .selectedProperty()
                                        .get()
                                        .name()
                                        .equals("safe"));
        robot.clickOn("#anonymize-report");
        screening.until(
                "the report is there",
                () -> screening.text("#anonymize-report-summary").contains("12,000 rows"));
    }

    @Test
    void aRunThatIsCancelledLeavesNothingAndSaysSo() {
        engine.anonymize().holdNextRun();
        untilFound();
        robot.clickOn("#anonymize-new-name").write("never");
        robot.clickOn("#anonymize-run");
        screening.until("it runs", () -> screening.node("#anonymize-cancel").isVisible());
        robot.clickOn("#anonymize-cancel");
        screening.until(
                "it is said",
                () ->
                        screening
                                .text("#anonymize-run-words")
                                .equals("The run was cancelled. Nothing was changed."));
        assertThat(screening.frame().workspace().branches())
                .noneMatch(each -> each.name().equals("never"));
    }

    @Test
    void aBranchThatNoRunMadeHasNoReport() {
        untilFound();
        robot.clickOn("#anonymize-report");
        screening.until(
                "it is said",
                () ->
                        screening
                                .text("#anonymize-report-hint")
                                .contains("was not made by an anonymization"));
    }
}
