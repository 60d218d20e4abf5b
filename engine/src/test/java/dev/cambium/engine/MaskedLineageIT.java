package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.anonymize.MaskingRule;
import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.life.Filling;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.snapshot.NewSnapshot;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotState;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.testing.Patience;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Which branches are told to hold masked rows: those that do, and never one that may not. */
@SuppressWarnings("NullAway") // what it is given is set before the first test
class MaskedLineageIT extends OnMaskedShop {

    private static final Filling IMPORT =
            (console, progress) -> {
                try (Connection connection = console.connect("shop");
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE brought AS SELECT 'real'::text AS name");
                }
            };

    @BeforeAll
    void makeOne() {
        create("safe", new Wish("shop", RULES, true));
    }

    @Test
    void whatIsBranchedFromMaskedRowsOrFromTheirPastHoldsThem() throws Exception {
        Moment before = afterWhichMoreWasWritten("safe");
        child("child", "safe", Moment.HEAD);
        child("child-of-past", "safe", before);
        child("grandchild", "child", Moment.HEAD);
        child("child-of-main", "main", Moment.HEAD);
        assertMasked("child", "child-of-past", "grandchild");
        assertNotMasked("main", "child-of-main");
        assertThat(
                        engine.service()
                                .anonymizing()
                                .report(project.id(), "grandchild")
                                .getFirst()
                                .rows())
                .isEqualTo(7_000);
    }

    @Test
    void aListSaysTheSameAsEachBranchByItself() {
        child("listed", "safe", Moment.HEAD);
        for (int i = 0; i < 10; i++) {
            child("listed-" + i, "main", Moment.HEAD);
        }
        List<Branch> all = engine.service().branches(project.id());
        List<Boolean> listed =
                engine.service().conditions(all).stream().map(one -> one.masked()).toList();
        assertThat(listed).contains(true, false);
        assertThat(all.stream().map(one -> engine.service().condition(one).masked()).toList())
                .isEqualTo(listed);
        assertMasked("listed");
    }

    @Test
    void aBranchIsToldByWhatItWasResetOrRestoredTo() throws Exception {
        create("moved", new Wish("shop", RULES, true));
        Moment before = afterWhichMoreWasWritten("moved");
        engine.service().life().restore(project.id(), "moved", "moved", before, "moved-old");
        assertMasked("moved", "moved-old");

        child("reset", "moved", Moment.HEAD);
        engine.service().life().reset(project.id(), "reset", null, false);
        assertMasked("reset");
        engine.service().life().restore(project.id(), "reset", "main", Moment.HEAD, "reset-old");
        assertNotMasked("reset");
        assertMasked("reset-old");
        child("below", "reset", Moment.HEAD);
        assertNotMasked("below");
        engine.service().life().undo(project.id(), null);
        assertMasked("reset");

        child("was-real", "main", Moment.HEAD);
        engine.service().life().restore(project.id(), "was-real", "safe", Moment.HEAD, null);
        assertMasked("was-real");
        engine.service().life().reset(project.id(), "was-real", null, false);
        assertNotMasked("was-real");
    }

    @Test
    void whatWasImportedIsNobodysMask() {
        child("filled", "safe", Moment.HEAD);
        engine.service().fillBranch(project.id(), "filled", "real.sql", IMPORT);
        child("below-filled", "filled", Moment.HEAD);
        assertNotMasked("filled", "below-filled");
        engine.service().life().undo(project.id(), null);
        assertMasked("filled");

        create("filled-root", new Wish("shop", RULES, true));
        engine.service().refreshBranch(project.id(), "filled-root", "the source", IMPORT);
        assertNotMasked("filled-root");
    }

    @Test
    void aMomentBeforeTheRunHoldsNoMaskedRows() throws Exception {
        engine.service()
                .createToAnonymize(
                        project.id(),
                        null,
                        Moment.HEAD,
                        BranchWish.named("waits", true),
                        List.of(new MaskingRule("shop", "public", "people", "note", null, "x")));
        assertNotMasked("waits");
        engine.execute(branch("waits"), "shop", "CREATE TABLE mine (n int)");
        Instant waiting = Instant.parse(utc("waits"));
        Branch filled = engine.service().anonymizeAgain(project.id(), "waits");
        assertMasked("waits");
        Lsn begin = engine.parts().catalog().images(filled.currentTimeline()).getFirst().end();
        assertThatThrownBy(
                        () ->
                                engine.service()
                                        .life()
                                        .restore(
                                                project.id(),
                                                "waits",
                                                "waits",
                                                new Moment.AtLsn(begin.plus(-1)),
                                                null))
                .isInstanceOf(Refusal.class);
        Moment before = new Moment.AtTime(waiting);
        child("empty", "waits", before);
        assertNotMasked("empty");
        engine.service().life().restore(project.id(), "waits", "waits", before, "waits-old");
        assertThat(one(branch("waits"), "SELECT count(*)::text FROM people")).isEqualTo("0");
        assertNotMasked("waits");
        assertMasked("waits-old");
        engine.service()
                .createSchemaOnly(
                        project.id(), "safe", Moment.HEAD, BranchWish.named("schema", true));
        assertNotMasked("schema");
    }

    @Test
    void aSnapshotKeepsWhatItWasTakenOf() throws Exception {
        child("shot", "safe", Moment.HEAD);
        Snapshot masked = snapshot("masked", "shot");
        Snapshot real = snapshot("real", "main");
        ready(masked);
        engine.service().snapshots().restore(project, masked, "from-masked", null);
        engine.service().snapshots().restore(project, real, "from-real", null);
        assertMasked("from-masked");
        assertNotMasked("from-real");
        engine.service().snapshots().restoreOnto(project, real, branch("shot"), "shot-old");
        assertNotMasked("shot");
        assertMasked("shot-old");
        engine.service().snapshots().restoreOnto(project, masked, branch("shot"), "shot-real");
        assertMasked("shot");
        assertNotMasked("shot-real");
    }

    @Test
    void itIsToldWhenTheBranchTheRowsWereMaskedForIsGoneForGood() throws Exception {
        create("goes", new Wish("shop", RULES, true));
        child("stays", "goes", Moment.HEAD);
        child("below-stays", "stays", Moment.HEAD);
        TimelineId masked = branch("goes").currentTimeline();
        engine.service().flatten(project.id(), "stays");
        engine.service().life().delete(project.id(), "goes", Orphans.KEEP);
        engine.service().life().emptyTrash(project.id());
        until(() -> engine.parts().catalog().timeline(masked).isEmpty());
        assertMasked("stays", "below-stays");
        child("later", "stays", Moment.HEAD);
        assertMasked("later");
    }

    private void child(String name, String parent, Moment moment) {
        engine.service().createBranch(project.id(), parent, moment, BranchWish.named(name, false));
    }

    private Branch branch(String name) {
        return engine.service().branch(project.id(), name);
    }

    private Snapshot snapshot(String name, String of) {
        return engine.service()
                .snapshots()
                .create(project, branch(of), Moment.HEAD, new NewSnapshot(name, null, null));
    }

    private void ready(Snapshot snapshot) throws InterruptedException {
        until(
                () ->
                        engine.service().snapshots().get(project, snapshot.id()).state()
                                == SnapshotState.READY);
    }

    private static void until(BooleanSupplier reached) {
        Patience.await("it is reached").until(reached::getAsBoolean);
    }

    private Moment afterWhichMoreWasWritten(String name) throws Exception {
        Branch branch = branch(name);
        String lsn = one(branch, "SELECT pg_current_wal_insert_lsn()::text");
        engine.execute(branch, "shop", "CREATE TABLE IF NOT EXISTS later AS SELECT 1 AS n");
        return new Moment.AtLsn(Lsn.parse(lsn));
    }

    private String utc(String name) throws Exception {
        return one(
                branch(name),
                "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
    }

    private void assertMasked(String... names) {
        assertThat(names).allSatisfy(name -> assertThat(isMasked(name)).as(name).isTrue());
    }

    private void assertNotMasked(String... names) {
        assertThat(names).allSatisfy(name -> assertThat(isMasked(name)).as(name).isFalse());
    }

    private boolean isMasked(String name) {
        return engine.service().condition(branch(name)).masked();
    }
}
