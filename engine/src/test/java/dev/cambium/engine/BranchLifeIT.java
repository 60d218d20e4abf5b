package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.life.Outcome;
import dev.cambium.engine.branch.life.Undo;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.OperationState;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reset, restore, delete, recover and expire, on an engine without its API. */
class BranchLifeIT extends OnLife {

    // ---- reset

    @Test
    void aResetOfABranchWithChildrenLeavesThemWhatTheyHave() throws Exception {
        engine.create("family", "main");
        engine.write("family", 10);
        engine.create("son", "family");
        engine.write("son", 11);
        Branch before = engine.branch("family");

        Outcome reset = engine.life.reset(engine.project(), "family", null, false);

        assertThat(reset.backup()).isNull();
        assertThat(reset.operations())
                .singleElement()
                .satisfies(done -> assertThat(done.state()).isEqualTo(OperationState.FINISHED));
        assertThat(engine.numbers("family")).containsExactly(1);
        assertThat(engine.numbers("son")).containsExactly(1, 10, 11);
        Branch after = engine.branch("family");
        assertThat(after.port()).isEqualTo(before.port());
        assertThat(after.endpointId()).isEqualTo(before.endpointId());
        assertThat(engine.branch("son").parentId()).isEqualTo(before.id());

        Outcome rebased = engine.life.reset(engine.project(), "family", null, true);
        assertThat(rebased.others()).extracting(Branch::name).containsExactly("son");
        assertThat(rebased.operations()).hasSize(2);
        assertThat(engine.numbers("son")).containsExactly(1);
    }

    @Test
    void whatAResetReplacesCanBeKeptUnderAName() throws Exception {
        engine.create("keeper", "main");
        engine.write("keeper", 20);
        Outcome reset = engine.life.reset(engine.project(), "keeper", "kept", false);
        assertThat(reset.backup()).extracting(Branch::name).isEqualTo("kept");
        assertThat(engine.numbers("keeper")).containsExactly(1);
        assertThat(engine.numbers("kept")).containsExactly(1, 20);
        assertThat(engine.password("kept", "me")).isEqualTo(engine.password("keeper", "me"));
        refused(
                () -> engine.life.reset(engine.project(), "keeper", "kept", false),
                "BRANCH_EXISTS",
                "'kept' already");
        engine.write("kept", 21);
        engine.life.delete(engine.project(), "kept", Orphans.REFUSE);
        assertThat(engine.numbers("keeper")).containsExactly(1);
    }

    // ---- restore

    @Test
    void aBranchIsRestoredToItsOwnPastAndKeepsItsParentAndItsFuture() throws Exception {
        engine.create("traveller", "main");
        engine.write("traveller", 30);
        Instant then = Instant.now();
        TimeUnit.MILLISECONDS.sleep(20);
        engine.write("traveller", 31);
        Instant before = Instant.now();
        Branch was = engine.branch("traveller");

        Outcome restored =
                engine.life.restore(
                        engine.project(), "traveller", "traveller", new Moment.AtTime(then), null);

        assertThat(engine.numbers("traveller")).containsExactly(1, 30);
        Branch backup = restored.backup();
        assertThat(backup).isNotNull();
        assertThat(backup.name()).startsWith("traveller_old_");
        assertThat(engine.numbers(backup.name())).containsExactly(1, 30, 31);
        Branch now = engine.branch("traveller");
        assertThat(now.parentId()).isEqualTo(was.parentId());
        assertThat(now.port()).isEqualTo(was.port());

        // Before the restore, by time, on its own name: to query, to branch, to restore.
        assertThat(count("traveller", new Moment.AtTime(before))).isEqualTo("3");
        engine.service.createBranch(
                engine.project(),
                "traveller",
                new Moment.AtTime(before),
                BranchWish.named("future", true));
        assertThat(engine.numbers("future")).containsExactly(1, 30, 31);
        engine.life.restore(
                engine.project(), "traveller", "traveller", new Moment.AtTime(before), "second");
        assertThat(engine.numbers("traveller")).containsExactly(1, 30, 31);

        // A reset still means the parent it was made from.
        engine.life.reset(engine.project(), "traveller", null, false);
        assertThat(engine.numbers("traveller")).containsExactly(1);

        // What a deleted backup held is in the trash, and a time still finds it.
        engine.life.delete(engine.project(), backup.name(), Orphans.REFUSE);
        assertThat(count("traveller", new Moment.AtTime(before))).isEqualTo("3");
    }

    @Test
    void aRootIsRestoredToAnyBranchAndItsChildrenAreResetFromItAfterwards() throws Exception {
        engine.create("root", "main");
        engine.write("root", 40);
        engine.create("child", "root");
        engine.create("other", "main");
        engine.write("other", 41);
        engine.execute("other", "create role guest");

        engine.life.restore(engine.project(), "root", "other", Moment.HEAD, "root before");
        assertThat(engine.numbers("root")).containsExactly(1, 41);
        assertThat(engine.numbers("root before")).containsExactly(1, 40);
        assertThat(engine.numbers("child")).containsExactly(1, 40);

        engine.life.reset(engine.project(), "child", null, false);
        assertThat(engine.numbers("child")).containsExactly(1, 41);

        refused(
                () -> engine.life.restore(engine.project(), "root", "root", Moment.HEAD, null),
                "MOMENT_NEEDED",
                "LSN or the time");
        assertThat(engine.branch("child").parentId()).isEqualTo(engine.branch("root").id());
    }

    @Test
    void passwordsOfNowGoWithEveryContent() throws Exception {
        engine.create("secret", "main");
        engine.life.reset(engine.project(), "secret", null, false);
        Branch branch = engine.branch("secret");
        engine.service.contents().resetPassword(branch, "me");
        String password = engine.password("secret", "me");

        engine.life.undo(engine.project(), null);

        assertThat(engine.password("secret", "me")).isEqualTo(password);
        assertThat(engine.numbers("secret")).containsExactly(1);
        engine.life.restore(engine.project(), "secret", "main", Moment.HEAD, "secret before");
        assertThat(engine.numbers("secret")).contains(1);
    }

    @Test
    void aPasswordThatWasChangedInTheParentBySqlComesWithNoReset() throws Exception {
        engine.create("sql", "main");
        engine.create("its child", "sql");
        engine.life.reset(engine.project(), "its child", null, false);
        try (Connection connection = engine.connect("sql")) {
            execute(connection, "alter role me password 'by hand'");
        }
        for (int i = 0; i < 3; i++) { // the roles of the first may be known by the second
            engine.life.reset(engine.project(), "its child", null, false);
            engine.connect("its child").close();
        }
        engine.service.contents().resetPassword(engine.branch("its child"), "me");
        engine.life.reset(engine.project(), "its child", null, false);
        engine.connect("its child").close();
    }

    // ---- delete, recover, expire

    @Test
    void aDeletedBranchComesBackWithItsPortItsPasswordAndItsContent() throws Exception {
        engine.create("phoenix", "main");
        engine.write("phoenix", 50);
        Branch before = engine.branch("phoenix");
        String password = engine.password("phoenix", "me");

        engine.life.delete(engine.project(), "phoenix", Orphans.REFUSE);
        assertThat(engine.service.branches(engine.project()))
                .extracting(Branch::name)
                .doesNotContain("phoenix");
        assertThatThrownBy(() -> EndpointsFixture.connect(before.port(), "shop", password))
                .isInstanceOf(SQLException.class);
        assertThat(engine.life.deleted(engine.project()))
                .extracting(Branch::name)
                .contains("phoenix");
        assertThat(engine.life.trash(engine.project()))
                .filteredOn(item -> item.branchName().equals("phoenix"))
                .singleElement()
                .satisfies(item -> assertThat(item.deleted()).isTrue())
                .satisfies(item -> assertThat(item.bytes()).isPositive());
        // Its name is free, its port is not.
        Branch usurper = engine.create("phoenix", "main");
        assertThat(usurper.port()).isNotEqualTo(before.port());
        refused(
                () -> engine.life.recover(engine.project(), before.id(), null),
                "BRANCH_EXISTS",
                "--name");

        engine.life.recover(engine.project(), before.id(), "phoenix again");
        assertThat(engine.numbers("phoenix again")).containsExactly(1, 50);
        Branch after = engine.branch("phoenix again");
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.port()).isEqualTo(before.port());
        assertThat(engine.password("phoenix again", "me")).isEqualTo(password);
        refused(
                () -> engine.life.recover(engine.project(), "phoenix again", null),
                "BRANCH_NOT_DELETED",
                "nothing to recover");
    }

    @Test
    void childrenStopADeletionOrGoWithItOrGoOnWithoutIt() throws Exception {
        engine.create("grandpa", "main");
        engine.create("father", "grandpa");
        engine.write("father", 60);
        engine.create("kid", "father");
        refused(
                () -> engine.life.delete(engine.project(), "father", Orphans.REFUSE),
                "BRANCH_HAS_CHILDREN",
                "kid");

        engine.life.delete(engine.project(), "father", Orphans.KEEP);
        assertThat(engine.branch("kid").parentId()).isEqualTo(engine.branch("grandpa").id());
        assertThat(engine.numbers("kid")).containsExactly(1, 60);
        engine.life.undo(engine.project(), null);
        assertThat(engine.branch("kid").parentId()).isEqualTo(engine.branch("father").id());
        assertThat(engine.numbers("father")).containsExactly(1, 60);

        Outcome gone = engine.life.delete(engine.project(), "grandpa", Orphans.DELETE);
        assertThat(gone.others()).extracting(Branch::name).containsExactly("father", "kid");
        Undo.Undone undone = engine.life.undo(engine.project(), null);
        assertThat(undone.branches())
                .extracting(Branch::name)
                .containsExactlyInAnyOrder("grandpa", "father", "kid");
        assertThat(engine.numbers("kid")).containsExactly(1, 60);
        assertThat(engine.branch("kid").parentId()).isEqualTo(engine.branch("father").id());
    }

    @Test
    void aDeletionOfSeveralIsNotUndoneAnyMoreWhenAllOfThemWereRecovered() throws Exception {
        engine.create("hen", "main");
        engine.create("chick", "hen");
        engine.life.delete(engine.project(), "hen", Orphans.DELETE);
        String deletion = engine.life.undoable(engine.project()).getFirst().step().title();

        engine.life.recover(engine.project(), "hen", null);
        assertThat(engine.life.undoable(engine.project()).getFirst().step().title())
                .isEqualTo(deletion);
        engine.life.recover(engine.project(), "chick", null);
        assertThat(engine.life.undoable(engine.project()))
                .extracting(one -> one.step().title())
                .doesNotContain(deletion);
    }

    @Test
    void aBranchExpiresUnlessSomethingDependsOnIt() throws Exception {
        engine.create("mayfly", "main");
        engine.create("mother", "main");
        engine.create("infant", "mother");
        Instant soon = Instant.now().plusSeconds(3);
        for (String name : List.of("mayfly", "mother")) {
            engine.life.update(engine.project(), name, expiring(soon));
        }
        refused(
                () -> engine.life.setDefault(engine.project(), "mayfly"),
                "BRANCH_EXPIRES",
                "set-expiration mayfly");
        EndpointsFixture.await(
                () ->
                        engine.life.deleted(engine.project()).stream()
                                .anyMatch(branch -> branch.name().equals("mayfly")));
        assertThat(engine.branch("mother").state()).isEqualTo(BranchState.READY);
        EndpointsFixture.await(() -> recovered("mayfly"));
        assertThat(engine.branch("mayfly").expiresAt()).isNull();
        assertThat(engine.numbers("mayfly")).containsExactly(1);
        engine.life.delete(engine.project(), "infant", Orphans.REFUSE);
        EndpointsFixture.await(
                () ->
                        engine.life.deleted(engine.project()).stream()
                                .anyMatch(branch -> branch.name().equals("mother")));
    }

    /** False while the janitor, whose deletion is in the catalog already, still holds it. */
    private boolean recovered(String branch) {
        try {
            engine.life.recover(engine.project(), branch, null);
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BUSY);
            return false;
        }
    }

    @Test
    void aResetBeginsTheTimeToLiveAnew() throws Exception {
        engine.create("renewed", "main");
        Instant end = Instant.now().plusSeconds(3_600);
        engine.life.update(engine.project(), "renewed", expiring(end));
        TimeUnit.MILLISECONDS.sleep(1_100);
        engine.life.reset(engine.project(), "renewed", null, false);
        assertThat(engine.branch("renewed").expiresAt()).isAfter(end);
        assertThat(engine.branch("renewed").ttlSeconds()).isBetween(3_590L, 3_600L);
    }

    @Test
    void anExpirationIsInTheFutureAndNotTooFar() {
        engine.create("timed", "main");
        refused(
                () ->
                        engine.life.update(
                                engine.project(), "timed", expiring(Instant.now().minusSeconds(9))),
                "BAD_EXPIRATION",
                "not in the future");
        refused(
                () ->
                        engine.life.update(
                                engine.project(),
                                "timed",
                                expiring(Instant.now().plus(Duration.ofDays(31)))),
                "BAD_EXPIRATION",
                "within 30 days");
        refused(
                () ->
                        engine.life.update(
                                engine.project(),
                                "main",
                                expiring(Instant.now().plusSeconds(3_600))),
                "BRANCH_CANNOT_EXPIRE",
                "default");
    }

    @Test
    void clientsOfAReplacedBranchAreToldAndMeetTheNewContent() throws Exception {
        engine.create("told", "main");
        engine.write("told", 90);
        try (Connection old = engine.connect("told")) {
            EndpointsFixture.query(old, "select 1");
            engine.life.reset(engine.project(), "told", null, false);
            assertThatThrownBy(() -> EndpointsFixture.query(old, "select 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
        }
        assertThat(engine.numbers("told")).containsExactly(1);
        // The compute that began beside the old one sleeps and wakes at the branch's own port.
        engine.service.endpoints().suspend(engine.branch("told"));
        assertThat(engine.numbers("told")).containsExactly(1);
    }
}
