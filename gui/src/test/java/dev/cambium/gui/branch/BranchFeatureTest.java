package dev.cambium.gui.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.MomentRange;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The view models of the branch verbs on an engine in memory. */
class BranchFeatureTest {

    private final MemoryEngine engine = Samples.shop();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, runner, null);
    private final List<Notice> notices = new ArrayList<>();
    private final List<String> copied = new ArrayList<>();
    private final BranchVerbs verbs = new BranchVerbs(workspace, notices::add, copied::add);

    @BeforeEach
    void connect() {
        workspace.connect();
    }

    private Branch branch(String name) {
        return workspace.branches().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private NewBranchViewModel form() {
        return new NewBranchViewModel(workspace, verbs, branch("main"), null);
    }

    @Test
    void aNameIsCheckedWhileItIsTyped() {
        NewBranchViewModel form = form();
        assertThat(form.ready().get()).isFalse();
        form.nameProperty().set("dev/alice");
        assertThat(form.nameProblem().get()).contains("already");
        form.nameProperty().set("x".repeat(257));
        assertThat(form.nameProblem().get()).contains("256");
        form.nameProperty().set("x".repeat(256));
        assertThat(form.nameProblem().get()).isEmpty();
        form.nameProperty().set("   ");
        assertThat(form.ready().get()).isFalse();
        form.nameProperty().set("dev/carol");
        assertThat(form.ready().get()).isTrue();
    }

    @Test
    void theCommandLineDoesTheSame() {
        NewBranchViewModel form = form();
        form.nameProperty().set("dev/carol");
        assertThat(form.command().get())
                .isEqualTo("cambium branches create --name dev/carol --parent main");
        form.nameProperty().set("carol's");
        form.computeProperty().set(false);
        assertThat(form.command().get())
                .isEqualTo(
                        "cambium branches create --name 'carol'\\''s' --parent main --no-compute");
    }

    @Test
    void aPickedMomentGoesIntoTheCommandAndToTheEngine() {
        Branch main = branch("main");
        String lsn = engine.past("main").marks().getLast().moment();
        PickedMoment picked = new PickedMoment(lsn, "just before it");
        NewBranchViewModel form = new NewBranchViewModel(workspace, verbs, main, picked);
        form.nameProperty().set("rescue");
        assertThat(form.command().get())
                .isEqualTo("cambium branches create --name rescue --parent main@" + lsn);
        form.create(() -> {});
        assertThat(branch("rescue").parentLsn()).isEqualTo(lsn);
        assertThat(notices.getLast().sentence()).contains("main as it was at");
    }

    @Test
    void aMomentBelongsToTheBranchThatItWasPickedOn() {
        Branch main = branch("main");
        PickedMoment picked = new PickedMoment("0/1A2B3C8", "at the beginning");
        NewBranchViewModel form = new NewBranchViewModel(workspace, verbs, main, picked);
        form.nameProperty().set("rescue");
        form.parentProperty().set(branch("dev/bob"));
        assertThat(form.momentProperty().get()).isNull();
        assertThat(form.command().get()).endsWith("--parent dev/bob");
        form.parentProperty().set(main);
        assertThat(form.momentProperty().get()).isEqualTo(picked);
        form.momentProperty().set(null);
        assertThat(form.command().get()).endsWith("--parent main");
    }

    @Test
    void theRangeIsSaidBeforeAMomentIsRefused() {
        Branch main = branch("main");
        assertThat(ReachWords.of(main)).contains("only the present");
        Instant from = Instant.parse("2026-11-20T10:00:00Z");
        MomentRange range =
                new MomentRange(
                        "0/2000000",
                        from,
                        "1/30",
                        from.plusSeconds(600),
                        List.of(
                                new MomentRange.Span(
                                        from.minusSeconds(300), from.minusSeconds(200))));
        Branch kept = Samples.withHistory(main, range);
        assertThat(ReachWords.of(kept)).contains("(0/2000000) to now (1/30)", "By time also");
        assertThat(ReachWords.problem(kept, null)).isEmpty();
        for (String inside : List.of("0/2000000", "1/0", from.toString(), "2026-11-20T09:56:00Z")) {
            assertThat(ReachWords.problem(kept, new PickedMoment(inside, ""))).isEmpty();
        }
        for (String outside : List.of("0/1FFFFFF", "2026-11-20T09:58:00Z")) {
            assertThat(ReachWords.problem(kept, new PickedMoment(outside, "")))
                    .contains("main cannot be opened at this moment");
        }
    }

    @Test
    void aBranchThatWasMadeIsChosen() {
        NewBranchViewModel form = form();
        form.nameProperty().set(" dev/carol ");
        boolean[] closed = {false};
        form.create(() -> closed[0] = true);
        assertThat(closed[0]).isTrue();
        assertThat(workspace.selectedProperty().get().name()).isEqualTo("dev/carol");
        assertThat(notices).singleElement().matches(notice -> !notice.failure());
    }

    @Test
    void theEnginesRefusalIsShownInTheDialog() {
        NewBranchViewModel form = form();
        form.nameProperty().set("dev/carol");
        engine.refuseNext("The disk is full.");
        form.create(
                () -> {
                    throw new AssertionError("the dialog must stay");
                });
        assertThat(form.errorProperty().get()).isEqualTo("The disk is full.");
        assertThat(form.workingProperty().get()).isFalse();
        assertThat(form.ready().get()).isTrue();
        assertThat(notices).isEmpty();
    }

    @Test
    void startAndSuspendTellHowTheyEnd() {
        verbs.startOrSuspend(branch("ci-8841"));
        assertThat(BranchState.of(branch("ci-8841"))).isEqualTo(BranchState.RUNNING);
        verbs.startOrSuspend(branch("ci-8841"));
        assertThat(BranchState.of(branch("ci-8841"))).isEqualTo(BranchState.ASLEEP);
        engine.refuseNext("There is no memory left.");
        verbs.startOrSuspend(branch("ci-8841"));
        assertThat(notices.getLast())
                .matches(Notice::failure)
                .extracting(Notice::sentence)
                .isEqualTo("There is no memory left.");
    }

    @Test
    void copyingTakesThePasswordAndSaysItMasked() {
        verbs.copyConnection(branch("dev/bob"), ConnectionFormat.PSQL);
        assertThat(copied).singleElement().asString().startsWith("psql '").contains("s3cret-word");
        assertThat(notices.getFirst().sentence()).doesNotContain("s3cret-word");
    }

    @Test
    void rulesSayWhyAVerbIsNotOffered() {
        assertThat(BranchRules.whyNoDelete(branch("main"))).contains("default");
        assertThat(BranchRules.whyNoReset(branch("main"))).contains("no parent");
        assertThat(BranchRules.whyNoDelete(branch("dev/bob"))).isEmpty();
        assertThat(BranchRules.whyNoReset(branch("dev/bob"))).isEmpty();
        assertThat(
                        BranchRules.whyNoStartOrSuspend(
                                branch("preview/pr-150-checkout-with-saved-cards")))
                .isNotEmpty();
    }

    @Test
    void theInspectorMasksUntilItIsAskedAndForgetsThatForTheNextBranch() {
        InspectorViewModel inspector = new InspectorViewModel(workspace, verbs);
        assertThat(inspector.connectionProperty().get()).contains("••••••");
        inspector.revealedProperty().set(true);
        assertThat(inspector.connectionProperty().get()).contains("s3cret-word");
        workspace.select(branch("dev/bob").id());
        assertThat(inspector.connectionProperty().get())
                .contains("••••••")
                .contains(String.valueOf(branch("dev/bob").cambium().port()));
        inspector.formatProperty().set(ConnectionFormat.JDBC);
        assertThat(inspector.connectionProperty().get()).startsWith("jdbc:postgresql://");
        assertThat(inspector.databasesProperty().get()).isEqualTo("shop");
        assertThat(inspector.parentProperty().get()).isEqualTo("main");
        inspector.selectParent();
        assertThat(workspace.selectedProperty().get().name()).isEqualTo("main");
    }

    @Test
    void spaceIsToldByWhoElseHoldsIt() {
        InspectorViewModel.Space space = InspectorViewModel.space(branch("main"));
        assertThat(space.shared() + space.unique()).isEqualTo(space.logical());
        assertThat(space.sum()).isEqualTo(space.logical() + space.wal());
    }

    @Test
    void aConfirmedVerbThatFailsKeepsTheDialogWithTheSentence() {
        Branch bob = branch("dev/bob");
        ConfirmViewModel question =
                new ConfirmViewModel(
                        "Delete?",
                        List.of(),
                        "Delete",
                        (done, failed) -> verbs.delete(bob, done, failed));
        question.confirm(
                () -> {
                    throw new AssertionError("the dialog must stay");
                });
        assertThat(question.errorProperty().get()).contains("children");
        assertThat(question.workingProperty().get()).isFalse();
        assertThat(branch("dev/bob")).isNotNull();
    }
}
