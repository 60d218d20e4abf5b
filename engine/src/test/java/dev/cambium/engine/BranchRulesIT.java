package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.EndpointWishes;
import dev.cambium.engine.branch.life.BranchUpdate;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.life.Outcome;
import dev.cambium.engine.branch.life.Undo;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.branch.snapshot.NewSnapshot;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotState;
import dev.cambium.engine.catalog.TimelineState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

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

    @Test
    void wordsPutToABranchStayWithItThroughResetAndRename() throws Exception {
        Map<String, String> words = Map.of("git-branch", "feature/ä", "pr", "17");
        Branch made =
                born(new BranchWish("worded", false, false, null, words, EndpointWishes.NONE));
        Branch bare =
                engine.service
                        .createSchemaOnly(
                                engine.project(),
                                "main",
                                Moment.HEAD,
                                new BranchWish(
                                        "worded bare",
                                        false,
                                        false,
                                        null,
                                        words,
                                        EndpointWishes.NONE))
                        .branch();
        refused(
                () ->
                        born(
                                new BranchWish(
                                        "worded",
                                        false,
                                        false,
                                        null,
                                        Map.of("pr", "18"),
                                        EndpointWishes.NONE)),
                "BRANCH_EXISTS",
                "'worded' already");
        engine.life.reset(engine.project(), "worded", null, false);
        engine.life.update(engine.project(), "worded", BranchUpdate.name("renamed"));
        Branch plain = born(new BranchWish("wordless", false, false, null));
        assertThat(engine.service.words(List.of(made.id(), bare.id(), plain.id())))
                .isEqualTo(Map.of(made.id(), words, bare.id(), words));
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
    void aDeletedSnapshotComesBackUntilItIsFreed() throws Exception {
        engine.create("kept", "main");
        engine.write("kept", 95);
        NewSnapshot wish = new NewSnapshot("before", "before", null);
        engine.service
                .snapshots()
                .create(engine.projectRecord(), engine.branch("kept"), Moment.HEAD, wish);
        EndpointsFixture.await(() -> engine.snapshot("before").state() == SnapshotState.READY);
        engine.service.snapshots().delete(engine.snapshot("before"));
        assertThat(engine.service.snapshots().of(engine.projectRecord())).isEmpty();
        assertThat(engine.life.trash(engine.project()))
                .filteredOn(item -> item.branchName().equals("snapshot 'before'"))
                .singleElement()
                .satisfies(item -> assertThat(item.bytes()).isPositive());

        Undo.Undone undone = engine.life.undo(engine.project(), null);

        assertThat(undone.step().title()).isEqualTo("deletion of snapshot 'before'");
        engine.service
                .snapshots()
                .restore(engine.projectRecord(), engine.snapshot("before"), "again", null);
        assertThat(engine.numbers("again")).containsExactly(1, 95);

        engine.service.snapshots().delete(engine.snapshot("before"));
        Snapshot other =
                engine.service
                        .snapshots()
                        .create(engine.projectRecord(), engine.branch("kept"), Moment.HEAD, wish);
        refused(() -> engine.life.undo(engine.project(), null), "CANNOT_UNDO", "its name");
        engine.service.snapshots().update(other, "other", expiry -> expiry);
        refused(() -> engine.life.undo(engine.project(), null), "CANNOT_UNDO", "slug");
        engine.life.emptyTrash(engine.project());
        assertThat(engine.catalog.snapshots().deleted()).isEmpty();
        assertThat(engine.life.undoable(engine.project()))
                .noneMatch(one -> one.step().action().equals("delete_snapshot"));
        assertThat(engine.numbers("again")).containsExactly(1, 95);
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

    @Test
    void whatOneBranchLeftInTheTrashIsFreedWithoutWhatOthersLeftThere(@TempDir Path apart)
            throws Exception {
        try (LifeFixture own = LifeFixture.withProject(apart.resolve("home"))) {
            own.create("dev", "main");
            own.write("dev", 2);
            // What it held is a branch of its own now, and stays so when that is deleted.
            own.life.reset(own.project(), "dev", "before", false);
            own.write("before", 3);
            own.life.delete(own.project(), "before", Orphans.REFUSE);
            own.write("dev", 4);
            own.life.reset(own.project(), "dev", null, false);

            assertThat(own.life.emptyTrash(own.project(), own.branch("dev").id()))
                    .singleElement()
                    .satisfies(
                            item -> {
                                assertThat(item.branchName()).isEqualTo("dev");
                                assertThat(item.deleted()).isFalse();
                            });

            assertThat(own.life.trash(own.project()))
                    .singleElement()
                    .satisfies(item -> assertThat(item.branchName()).isEqualTo("before"));
            own.life.recover(own.project(), "before", null);
            assertThat(own.numbers("before")).containsExactly(1, 2, 3);
            assertThat(own.numbers("dev")).containsExactly(1);
            assertThat(own.life.emptyTrash(own.project(), own.branch("dev").id())).isEmpty();
        }
    }

    @Test
    void whatALivingBranchCanBeTakenBackToIsNotFreedWithADeletedOneThatHeldItBefore(
            @TempDir Path apart) throws Exception {
        try (LifeFixture own = LifeFixture.withProject(apart.resolve("home"))) {
            own.create("dev", "main");
            own.write("dev", 2);
            own.life.reset(own.project(), "dev", "before", false);
            String dev = own.branch("dev").id();
            own.life.reset(own.project(), "before", null, false);
            own.life.delete(own.project(), "dev", Orphans.REFUSE);

            assertThat(own.life.emptyTrash(own.project(), dev))
                    .singleElement()
                    .satisfies(item -> assertThat(item.deleted()).isTrue());

            own.life.undo(own.project(), null);
            assertThat(own.numbers("before")).containsExactly(1, 2);
        }
    }

    @Test
    void theIdOfADeletedBranchMeansNoOtherThatIsCalledSo(@TempDir Path apart) throws Exception {
        try (LifeFixture own = LifeFixture.withProject(apart.resolve("home"))) {
            own.create("gone", "main");
            String id = own.branch("gone").id();
            own.life.delete(own.project(), id, Orphans.REFUSE);
            own.create(id, "main");
            refused(
                    () -> own.life.delete(own.project(), id, Orphans.REFUSE),
                    "BRANCH_NOT_FOUND",
                    "no branch");
            assertThat(own.branch(id).name()).isEqualTo(id);
            own.life.delete(own.project(), own.branch(id).id(), Orphans.REFUSE);
            assertThat(own.life.deleted(own.project())).hasSize(2);
        }
    }
}
