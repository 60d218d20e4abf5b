package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.life.BranchUpdate;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.life.Outcome;
import dev.cambium.engine.branch.life.Undo;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.TimelineState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What branches are protected from, what is undone, and what the trash holds. */
class BranchRulesIT extends OnLife {

    // ---- protect, rename, default

    @Test
    void aProtectedBranchIsNeitherDeletedNorResetNorRestoredOver() throws Exception {
        engine.create("fort", "main");
        engine.life.update(engine.project(), "fort", new BranchUpdate(null, true, null));
        refused(
                () -> engine.life.delete(engine.project(), "fort", Orphans.REFUSE),
                "BRANCH_PROTECTED",
                "unprotect fort");
        refused(
                () -> engine.life.reset(engine.project(), "fort", null, false),
                "BRANCH_PROTECTED",
                "cannot be reset");
        refused(
                () -> engine.life.restore(engine.project(), "fort", "main", Moment.HEAD, null),
                "BRANCH_PROTECTED",
                "cannot be restored over");
        refused(
                () ->
                        engine.life.update(
                                engine.project(), "fort", expiring(Instant.now().plusSeconds(60))),
                "BRANCH_CANNOT_EXPIRE",
                "protected");
        engine.create("outpost", "fort");
        assertThat(engine.password("outpost", "me")).isNotEqualTo(engine.password("fort", "me"));
        assertThat(engine.numbers("outpost")).containsExactly(1);
        engine.life.reset(engine.project(), "outpost", null, false);
        assertThat(engine.numbers("outpost")).containsExactly(1);
        engine.life.update(engine.project(), "fort", new BranchUpdate(null, false, null));
        engine.life.reset(engine.project(), "fort", null, false);
    }

    @Test
    void aBranchIsBornProtectedOrWithAnEndButNotBoth() {
        Instant end = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        assertThat(born(new BranchWish("castle", false, true, null)).isProtected()).isTrue();
        Branch guest = born(new BranchWish("guest", false, false, end));
        assertThat(guest.expiresAt()).isEqualTo(end);
        assertThat(guest.ttlSeconds()).isBetween(3_590L, 3_600L);
        refused(
                () -> born(new BranchWish("both", false, true, end)),
                "BRANCH_CANNOT_EXPIRE",
                "one of the two");
        refused(
                () -> born(new BranchWish("late", false, false, Instant.EPOCH)),
                "BAD_EXPIRATION",
                "not in the future");
        engine.life.update(engine.project(), "castle", new BranchUpdate(null, false, null));
    }

    private static Branch born(BranchWish wish) {
        return engine.service.createBranch(engine.project(), "main", Moment.HEAD, wish).branch();
    }

    @Test
    void anotherNameAndAnotherDefaultAreTakenBackByAnUndo() throws Exception {
        engine.create("old name", "main");
        engine.life.update(engine.project(), "old name", BranchUpdate.name("new name"));
        refused(
                () -> engine.life.update(engine.project(), "new name", BranchUpdate.name("main")),
                "BRANCH_EXISTS",
                "'main' already");
        engine.life.setDefault(engine.project(), "new name");
        assertThat(engine.service.defaultBranch(engine.project()).name()).isEqualTo("new name");
        refused(
                () -> engine.life.delete(engine.project(), "new name", Orphans.REFUSE),
                "DEFAULT_BRANCH",
                "default branch");
        engine.life.undo(engine.project(), null);
        assertThat(engine.service.defaultBranch(engine.project()).name()).isEqualTo("main");
        engine.life.undo(engine.project(), null);
        assertThat(engine.numbers("old name")).containsExactly(1);
    }

    // ---- undo and trash

    @Test
    void anUndoneRestoreTakesItsBackupAwayAndItsTimeIsStillFound() throws Exception {
        engine.create("swing", "main");
        engine.write("swing", 70);
        engine.create("leaf", "swing");
        engine.life.restore(engine.project(), "swing", "main", Moment.HEAD, "swing before");
        engine.write("swing", 71);
        Instant between = Instant.now();

        Undo.Undone undone = engine.life.undo(engine.project(), null);

        assertThat(undone.step().title()).contains("restore of 'swing'", "main");
        assertThat(engine.numbers("swing")).containsExactly(1, 70);
        refusedToFind("swing before");
        assertThat(engine.numbers("leaf")).containsExactly(1, 70);
        assertThat(count("swing", new Moment.AtTime(between))).isEqualTo("2");
        refused(
                () -> engine.life.undo(engine.project(), undone.step().id().toString()),
                "CANNOT_UNDO",
                "already");
    }

    @Test
    void aLaterVerbIsUndoneFirst() throws Exception {
        engine.create("stack", "main");
        engine.write("stack", 80);
        Outcome first = engine.life.reset(engine.project(), "stack", null, false);
        engine.write("stack", 81);
        engine.life.reset(engine.project(), "stack", null, false);
        String id = first.operations().getFirst().id().toString();
        refused(() -> engine.life.undo(engine.project(), id), "CANNOT_UNDO", "Undo that first");
        engine.life.undo(engine.project(), null);
        assertThat(engine.numbers("stack")).containsExactly(1, 81);
        engine.life.undo(engine.project(), id);
        assertThat(engine.numbers("stack")).containsExactly(1, 80);
    }

    @Test
    void whatWasFreedCannotBeUndoneAndSaysSo(@TempDir Path apart) throws Exception {
        try (LifeFixture own = LifeFixture.withProject(apart.resolve("home"))) {
            own.create("dev", "main");
            own.write("dev", 2);
            own.life.reset(own.project(), "dev", null, false);
            own.create("gone", "main");
            own.life.delete(own.project(), "gone", Orphans.REFUSE);

            List<Trash.Item> shown = own.life.trash(own.project());
            assertThat(shown).extracting(Trash.Item::branchName).containsExactly("dev", "gone");
            assertThat(own.life.emptyTrash(own.project())).hasSize(2);

            assertThat(own.life.trash(own.project())).isEmpty();
            assertThat(own.life.deleted(own.project())).isEmpty();
            assertThat(own.life.undoable(own.project())).isEmpty();
            refused(() -> own.life.undo(own.project(), null), "NOTHING_TO_UNDO", "nothing to undo");
            assertThat(own.catalog.timelines())
                    .allMatch(timeline -> timeline.state() == TimelineState.LIVE);
            assertThat(own.numbers("dev")).containsExactly(1);
        }
    }
}
