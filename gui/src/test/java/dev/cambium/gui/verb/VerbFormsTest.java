package dev.cambium.gui.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.gui.branch.BranchRules;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.branch.ConnectionFormat;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.SimpleBooleanProperty;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The verbs and their forms on an engine in memory. */
class VerbFormsTest {

    private final MemoryEngine engine = Samples.shop();
    private final DirectTaskRunner tasks = new DirectTaskRunner();
    private final Workspace workspace = new Workspace(() -> engine, tasks, null);
    private final List<Notice> notices = new ArrayList<>();
    private final List<String> copied = new ArrayList<>();
    private final VerbRunner runner = new VerbRunner(workspace, notices::add, copied::add);

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

    private NewBranchForm form() {
        return new NewBranchForm(runner, branch("main"), null);
    }

    private static void mustStay() {
        throw new AssertionError("the dialog must stay");
    }

    @Test
    void aNameIsCheckedWhileItIsTyped() {
        NewBranchForm form = form();
        assertThat(form.ready().get()).isFalse();
        form.name().value().set("dev/alice");
        assertThat(form.name().problem().get()).contains("already");
        form.name().value().set("x".repeat(257));
        assertThat(form.name().problem().get()).contains("256");
        form.name().value().set("x".repeat(256));
        assertThat(form.name().problem().get()).isEmpty();
        form.name().value().set("   ");
        assertThat(form.ready().get()).isFalse();
        form.name().value().set("dev/carol");
        assertThat(form.ready().get()).isTrue();
    }

    @Test
    void theCommandLineDoesTheSame() {
        NewBranchForm form = form();
        form.name().value().set("dev/carol");
        assertThat(form.command().get())
                .isEqualTo("cambium branches create --name dev/carol --parent main");
        form.name().value().set("carol's");
        form.compute().set(false);
        form.data().set(NewBranchForm.Data.SCHEMA);
        assertThat(form.command().get())
                .isEqualTo(
                        "cambium branches create --name 'carol'\\''s' --parent main"
                                + " --schema-only --no-compute");
        form.isProtected().set(true);
        assertThat(form.command().get()).endsWith(" --schema-only --protect --no-compute");
    }

    @Test
    void aBranchWithMaskedRowsIsMadeOfTheDatabaseThatIsNamedOrTheFirst() {
        NewBranchForm form = form();
        form.name().value().set("nobody");
        form.data().set(NewBranchForm.Data.MASKED);
        form.isProtected().set(true);
        form.compute().set(false);
        assertThat(form.command().get())
                .isEqualTo(
                        "cambium anonymize run main --database … --name nobody --accept-detected --protect --no-compute");
        form.database().set("shop");
        assertThat(form.command().get()).contains("--database shop");
        form.form().send(() -> {});
        assertThat(branch("nobody").parentId()).isNull();
        assertThat(branch("nobody").isProtected()).isTrue();
    }

    @Test
    void aLateAnswerAboutAnotherDatabaseLeavesTheCommandAsItIs() {
        NewBranchForm form = form();
        form.data().set(NewBranchForm.Data.MASKED);
        assertThat(form.command().get()).contains("--accept-detected");
        tasks.holdAnswers();
        form.database().set("warehouse");
        engine.anonymize().approveRules(branch("main").projectId(), "main", "shop", true);
        form.database().set("shop");
        tasks.answerNewestFirst();
        assertThat(form.command().get()).doesNotContain("--accept-detected");
    }

    @Test
    void whatIsProtectedCannotExpire() {
        NewBranchForm form = form();
        form.name().value().set("dev/carol");
        form.expiry().time().set(ExpiryInput.Time.DAY);
        assertThat(form.command().get()).contains("--expires-at 20");
        assertThat(form.ready().get()).isTrue();
        form.isProtected().set(true);
        assertThat(form.ready().get()).isFalse();
    }

    @Test
    void aBranchIsMadeProtectedOrExpiring() {
        NewBranchForm form = form();
        form.name().value().set("safe");
        form.isProtected().set(true);
        form.form().send(() -> {});
        assertThat(branch("safe").isProtected()).isTrue();
        form = form();
        form.name().value().set("brief");
        form.expiry().time().set(ExpiryInput.Time.HOUR);
        form.form().send(() -> {});
        assertThat(branch("brief").expiresAt())
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
    }

    @Test
    void anExpiryIsATimeThatComes() {
        ExpiryInput expiry = new ExpiryInput(null);
        assertThat(expiry.at()).isNull();
        expiry.time().set(ExpiryInput.Time.AT);
        assertThat(expiry.problem().get()).isNotEmpty();
        expiry.typed().set("2020-01-01 00:00:00");
        assertThat(expiry.problem().get()).contains("past");
        expiry.typed().set("tomorrow");
        assertThat(expiry.problem().get()).contains("not a time");
        expiry.typed().set("2199-01-01T00:00:00Z");
        assertThat(expiry.problem().get()).isEmpty();
        assertThat(expiry.at()).isEqualTo(Instant.parse("2199-01-01T00:00:00Z"));
    }

    @Test
    void aPickedMomentGoesIntoTheCommandAndToTheEngine() {
        Branch main = branch("main");
        String lsn = engine.past("main").marks().getLast().moment();
        PickedMoment picked = new PickedMoment(lsn, "just before it");
        NewBranchForm form = new NewBranchForm(runner, main, picked);
        form.name().value().set("rescue");
        assertThat(form.command().get())
                .isEqualTo("cambium branches create --name rescue --parent main@" + lsn);
        form.form().send(() -> {});
        assertThat(branch("rescue").parentLsn()).isEqualTo(lsn);
        assertThat(notices.getLast().sentence()).contains("main as it was at");
    }

    @Test
    void aMomentBelongsToTheBranchThatItWasPickedOn() {
        Branch main = branch("main");
        PickedMoment picked = new PickedMoment("0/1A2B3C8", "at the beginning");
        NewBranchForm form = new NewBranchForm(runner, main, picked);
        form.name().value().set("rescue");
        form.parent().set(branch("dev/bob"));
        assertThat(form.moment().asked()).isNull();
        assertThat(form.command().get()).endsWith("--parent dev/bob");
        form.parent().set(main);
        assertThat(form.moment().asked()).isEqualTo("0/1A2B3C8");
        form.moment().way().set(MomentInput.Way.NOW);
        assertThat(form.command().get()).endsWith("--parent main");
        form.moment().way().set(MomentInput.Way.LSN);
        assertThat(form.ready().get()).isFalse();
        form.moment().lsn().set("0/1a2b3d0");
        assertThat(form.command().get()).endsWith("--parent main@0/1A2B3D0");
        assertThat(form.ready().get()).isTrue();
    }

    @Test
    void restoreSaysWhatBecomesOfWhatIsThere() {
        RestoreForm form = new RestoreForm(runner, branch("dev/alice"), null);
        assertThat(form.preview().get()).as("its own present is no moment").isEmpty();
        form.source().set(branch("main"));
        assertThat(form.preview().get())
                .contains("dev/alice gets what main held", "becomes the branch dev/alice_old_TIME");
        assertThat(form.command().get()).isEqualTo("cambium branches restore dev/alice ^parent");
        form.backup().value().set("before");
        assertThat(form.command().get()).endsWith("^parent --preserve-under-name before");
        form.form().send(() -> {});
        assertThat(branch("before")).isNotNull();
        assertThat(notices.getLast().sentence()).contains("before");
    }

    @Test
    void aPromotionGivesTheDefaultBranchOrAnotherOneWhatThisHolds() {
        protect("main", false);
        Branch alice = branch("dev/alice");
        PromotionForm form = new PromotionForm(runner, alice);
        assertThat(form.command().get()).isEqualTo("cambium branches restore main dev/alice");
        assertThat(form.form().title()).contains("Promote dev/alice");
        assertThat(PromotionForm.targets(workspace, alice))
                .extracting(Branch::name)
                .doesNotContain("dev/alice");
        form.target().set(branch("dev/bob"));
        assertThat(form.command().get()).isEqualTo("cambium branches restore dev/bob dev/alice");
        form.form().send(() -> {});
        assertThat(workspace.branches())
                .anySatisfy(each -> assertThat(each.name()).startsWith("dev/bob_old_"));
    }

    private void protect(String name, boolean on) {
        String project = workspace.projectProperty().get().id();
        engine.life().update(project, name, dev.cambium.engine.api.BranchUpdate.protect(on));
        workspace.readAll();
    }

    @Test
    void aProtectedBranchIsNoTargetOfAPromotion() {
        protect("main", true);
        assertThat(PromotionForm.targets(workspace, branch("dev/alice")))
                .extracting(Branch::name)
                .doesNotContain("main");
    }

    @Test
    void aCommandFollowsWhatBecomesOfTheBranchThatItHangsOn() {
        BranchAction promote =
                new BranchAction(
                        "promote",
                        "menu.promote",
                        "fth-x",
                        null,
                        false,
                        each -> branch("dev/bob").isProtected() ? "dev/bob is protected" : "",
                        each -> {});
        Commands commands = new Commands();
        workspace.select(branch("dev/alice").id());
        BranchActions.add(List.of(promote), commands, workspace, new SimpleBooleanProperty(true));
        assertThat(commands.get("promote").enabled().get()).isTrue();
        protect("dev/bob", true);
        assertThat(commands.get("promote").enabled().get()).isFalse();
        protect("dev/bob", false);
        assertThat(commands.get("promote").enabled().get()).isTrue();
    }

    @Test
    void aSnapshotIsTakenRestoredAndPutInItsPlace() {
        Branch alice = branch("dev/alice");
        SnapshotForms.create(runner, alice, null).send(() -> {});
        Snapshot taken = workspace.snapshots().getLast();
        assertThat(taken.sourceBranchId()).isEqualTo(alice.id());
        SnapshotForms.restore(runner, taken, SnapshotForms.How.LOOK).send(() -> {});
        Branch look = workspace.selectedProperty().get();
        assertThat(BranchRules.awaitsFinish(look)).isTrue();
        SnapshotForms.finish(runner, look, alice).send(() -> {});
        assertThat(workspace.branch(look.id())).isEmpty();
        assertThat(workspace.selectedProperty().get().id()).isEqualTo(alice.id());
        assertThat(branch("dev/alice").cambium().timelineId())
                .isNotEqualTo(alice.cambium().timelineId());
    }

    @Test
    void aSnapshotCanBeWhatABranchBeginsWith() {
        SnapshotForms.create(runner, branch("main"), null).send(() -> {});
        NewBranchForm form = form();
        form.name().value().set("from-it");
        form.moment().way().set(MomentInput.Way.SNAPSHOT);
        assertThat(form.command().get())
                .isEqualTo("cambium snapshots restore main-snapshot --name from-it");
        form.form().send(() -> {});
        assertThat(branch("from-it").restoredFrom()).isNotNull();
    }

    @Test
    void whatWasDoneIsUndone() {
        BranchDialogs dialogs = new BranchDialogs(runner, null, each -> null);
        dialogs.delete(branch("ci-8841"));
        assertThat(workspace.undoable().getFirst().title()).isEqualTo("deletion of 'ci-8841'");
        assertThat(workspace.branches()).extracting(Branch::name).doesNotContain("ci-8841");
        dialogs.undo();
        assertThat(workspace.branches()).extracting(Branch::name).contains("ci-8841");
        assertThat(workspace.undoable()).isEmpty();
    }

    @Test
    void aDeletedBranchIsRecoveredUnderAnotherName() {
        runner.run(BranchVerbs.delete(branch("ci-8841"), Orphans.REFUSE));
        Form form = LifeForms.recover(runner, engine.life().deleted(branch("main").projectId()));
        form.fields().stream()
                .filter(Field.Words.class::isInstance)
                .map(Field.Words.class::cast)
                .forEach(field -> field.value().set("again"));
        form.send(() -> {});
        assertThat(branch("again")).isNotNull();
    }

    @Test
    void settingsAreReadLineByLine() {
        Branch main = branch("main");
        var endpoint = engine.endpoints().of(main.projectId(), main.id()).getFirst();
        SettingsForm form = new SettingsForm(runner, main, endpoint);
        form.settings().set("work_mem");
        assertThat(form.form().ready().get()).isFalse();
        form.settings().set("work_mem = 64MB\n\nrandom_page_cost=1.1");
        form.timeout().set("");
        form.form().send(() -> {});
        var after = engine.endpoints().of(main.projectId(), main.id()).getFirst();
        assertThat(after.suspendTimeoutSeconds()).isZero();
        assertThat(after.settings())
                .containsEntry(
                        "pg_settings", Map.of("work_mem", "64MB", "random_page_cost", "1.1"));
    }

    @Test
    void aScheduleIsSetAndEnded() {
        Branch main = branch("main");
        ScheduleForm form = new ScheduleForm(runner, main, List.of());
        form.frequency().set(ScheduleForm.Frequency.DAILY);
        form.form().send(() -> {});
        var set = engine.snapshots().schedule(main.projectId(), main.id());
        assertThat(set).containsExactly(new ScheduleItem("daily", 3, null, null, 604_800L));
        form = new ScheduleForm(runner, main, set);
        form.frequency().set(ScheduleForm.Frequency.NEVER);
        form.form().send(() -> {});
        assertThat(engine.snapshots().schedule(main.projectId(), main.id())).isEmpty();
    }

    @Test
    void aBranchThatWasMadeIsChosen() {
        NewBranchForm form = form();
        form.name().value().set(" dev/carol ");
        boolean[] closed = {false};
        form.form().send(() -> closed[0] = true);
        assertThat(closed[0]).isTrue();
        assertThat(workspace.selectedProperty().get().name()).isEqualTo("dev/carol");
        assertThat(notices).singleElement().matches(notice -> !notice.failure());
    }

    @Test
    void theEnginesRefusalIsShownInTheDialog() {
        NewBranchForm made = form();
        made.name().value().set("dev/carol");
        Form form = made.form();
        engine.refuseNext("The disk is full.");
        form.send(VerbFormsTest::mustStay);
        assertThat(form.errorProperty().get()).isEqualTo("The disk is full.");
        assertThat(form.workingProperty().get()).isFalse();
        assertThat(form.ready().get()).isTrue();
        assertThat(notices).isEmpty();
    }

    @Test
    void startAndSuspendTellHowTheyEnd() {
        runner.run(BranchVerbs.startOrSuspend(branch("ci-8841")));
        assertThat(BranchState.of(branch("ci-8841"))).isEqualTo(BranchState.RUNNING);
        runner.run(BranchVerbs.startOrSuspend(branch("ci-8841")));
        assertThat(BranchState.of(branch("ci-8841"))).isEqualTo(BranchState.ASLEEP);
        engine.refuseNext("There is no memory left.");
        runner.run(BranchVerbs.startOrSuspend(branch("ci-8841")));
        assertThat(notices.getLast())
                .matches(Notice::failure)
                .extracting(Notice::sentence)
                .isEqualTo("There is no memory left.");
    }

    @Test
    void copyingTakesThePasswordAndSaysItMasked() {
        runner.run(BranchVerbs.copyConnection(branch("dev/bob"), ConnectionFormat.PSQL, runner));
        assertThat(copied).singleElement().asString().startsWith("psql '").contains("s3cret-word");
        assertThat(notices.getFirst().sentence()).doesNotContain("s3cret-word");
    }

    @Test
    void aNewRolesPasswordIsCopiedAndNeverShown() {
        runner.run(ContentVerbs.createRole(branch("main"), "app", runner));
        assertThat(copied).containsExactly("new-app");
        assertThat(notices.getFirst().sentence()).doesNotContain("new-app");
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
    void aBranchWithChildrenIsDeletedAsItIsSaid() {
        Branch bob = branch("dev/bob");
        runner.run(BranchVerbs.delete(bob, Orphans.REFUSE));
        assertThat(notices.getLast().sentence()).contains("children");
        LifeForms.delete(runner, bob).send(() -> {});
        assertThat(branch("preview/pr-142").parentId()).isEqualTo(bob.parentId());
    }
}
