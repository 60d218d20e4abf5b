package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.life.Undo;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.branch.snapshot.NewSnapshot;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.crash.StepKill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Projects in the trash: taken back whole, or freed for good. {@code -Dcambium.test.everyStep=true}
 * kills before every step, otherwise before every fifth.
 */
class ProjectTrashIT {

    private static final int STEPS_MAX = 60;

    private static final int STRIDE = Boolean.getBoolean("cambium.test.everyStep") ? 1 : 5;

    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());

    @TempDir private Path folder;

    /** The program that is killed: it deletes the project of a home and takes it back. */
    public static void main(String[] arguments) throws Exception {
        try (LifeFixture engine = new LifeFixture(Path.of(arguments[0]))) {
            engine.numbers("dev"); // awake, so that its server is stopped
            String project = engine.project();
            begin();
            engine.service.projects().delete(project);
            engine.service.projects().recover(project);
            System.out.println("<done>");
            Runtime.getRuntime().halt(0);
        }
    }

    /** From here on steps count. */
    static void begin() {
        System.out.println("<begun>");
    }

    @Test
    void oneThatWasDeletedComesBackWithItsBranchesSnapshotsAndTrash() throws Exception {
        Path home = folder.resolve("home");
        Project before;
        List<Branch> branches;
        String password;
        try (LifeFixture engine = made(home)) {
            before = engine.projectRecord();
            engine.service
                    .snapshots()
                    .create(
                            before,
                            engine.branch("dev"),
                            Moment.HEAD,
                            new NewSnapshot("kept", null, null));
            engine.create("gone", "dev");
            engine.life.delete(before.id(), "gone", Orphans.REFUSE);
            branches = engine.service.branches(before.id());
            password = engine.password("dev", "me");
            engine.service.projects().delete(before.id());

            assertThat(engine.service.projects().all()).isEmpty();
            refused(() -> engine.service.branches(before.id()), "PROJECT_NOT_FOUND");
            assertThat(engine.catalog.snapshots().of(before.id())).isEmpty();
        }
        try (LifeFixture engine = new LifeFixture(home)) {
            assertThat(engine.service.projects().deleted().getFirst().project()).isEqualTo(before);
            Project other = engine.service.projects().create(setup()); // its name is free
            refused(() -> engine.service.projects().recover(before.id()), "CANNOT_UNDO");
            engine.service.projects().update(other.id(), "other", null, null);

            assertThat(engine.service.projects().recover("shop")).isEqualTo(before);
            engine.service.projects().delete(other.id());
            assertThat(engine.service.branches(before.id()))
                    .usingRecursiveFieldByFieldElementComparatorOnFields(
                            "id", "name", "parentId", "port", "endpointId", "isDefault")
                    .containsExactlyElementsOf(branches);
            assertThat(engine.password("dev", "me")).isEqualTo(password);
            assertThat(engine.numbers("main")).containsExactly(1);
            assertThat(engine.numbers("dev")).containsExactly(1, 2);
            assertThat(engine.snapshot("kept").sourceBranchName()).isEqualTo("dev");
            engine.service
                    .snapshots()
                    .restore(before, engine.snapshot("kept"), "from snapshot", null);
            assertThat(engine.numbers("from snapshot")).containsExactly(1, 2);
            engine.life.recover(before.id(), "gone", null);
            assertThat(engine.numbers("gone")).containsExactly(1, 2);
            refused(() -> engine.service.projects().recover("shop"), "PROJECT_NOT_DELETED");
        }
    }

    @Test
    void whatWasFreedOrIsOfADeletedProjectIsRefused() throws Exception {
        try (LifeFixture engine = made(folder.resolve("home"))) {
            String project = engine.project();
            engine.life.reset(project, "dev", null, false);
            engine.create("gone", "dev");
            engine.life.delete(project, "gone", Orphans.REFUSE);
            engine.service.projects().delete(project);

            List<Undo.Undoable> steps = engine.life.undoable(project);
            assertThat(steps.getFirst().obstacle()).isNull();
            assertThat(steps.subList(1, steps.size()))
                    .allSatisfy(step -> assertThat(step.obstacle()).contains("is deleted"));
            String earlier = steps.getLast().step().id().toString();
            refused(() -> engine.life.undo(project, earlier), "CANNOT_UNDO");

            engine.life.undo(project, null);
            assertThat(engine.numbers("dev")).containsExactly(1);
            engine.service.projects().delete(project);
            assertThat(engine.life.trash(project))
                    .extracting(Trash.Item::branchName)
                    .contains("main", "dev", "gone");
            assertThat(engine.life.emptyTrash(project)).hasSizeGreaterThanOrEqualTo(4);

            assertThat(engine.catalog.timelines()).isEmpty();
            assertThat(engine.catalog.deletedProjects()).isEmpty();
            assertThat(engine.catalog.deletedBranches(project)).isEmpty();
            assertThat(engine.catalog.undo().steps(project)).isEmpty();
            refused(() -> engine.service.projects().recover(project), "PROJECT_NOT_FOUND");
        }
    }

    @Test
    void itsDeletionAndItsRecoveryAreDoneOrNotBegunWhereverTheEngineIsKilled() throws Exception {
        Path home = folder.resolve("home");
        made(home).close();
        StepKill kill =
                new StepKill(
                        ProjectTrashIT.class,
                        "begin",
                        Map.of(
                                "dev.cambium.engine.catalog.Catalog", List.of("commitAndGet"),
                                "dev.cambium.engine.branch.compute.Computes", List.of("forget")));
        boolean ended = false;
        int first = 1 + new Random(SEED).nextInt(STRIDE);
        for (int step = first; !ended; step += STRIDE) {
            assertThat(step).isLessThan(STEPS_MAX);
            StepKill.Result result = kill.before(step, home.toString());
            assertThat(result.output()).as("of the killed program").contains("<begun>");
            ended = result.ended();
            String when =
                    "seed %d, killed before step %d: %s".formatted(SEED, step, result.steps());
            try (LifeFixture engine = new LifeFixture(home)) {
                boolean deleted = engine.service.projects().all().isEmpty();
                if (deleted) {
                    assertThat(engine.catalog.timelines())
                            .as(when)
                            .allMatch(timeline -> timeline.state() == TimelineState.TRASHED);
                    engine.service.projects().recover("shop");
                }
                assertThat(engine.catalog.operations().running()).as(when).isEmpty();
                assertThat(engine.numbers("main")).as(when).containsExactly(1);
                assertThat(engine.numbers("dev")).as(when).containsExactly(1, 2);
                assertThat(new HomeLayout(home).lostAndFound()).as(when).doesNotExist();
            }
        }
    }

    /** The project shop, with the branches main (1) and dev (1, 2). */
    private static LifeFixture made(Path home) throws Exception {
        LifeFixture engine = LifeFixture.withProject(home);
        engine.create("dev", "main");
        engine.write("dev", 2);
        return engine;
    }

    private static ProjectSetup setup() {
        return new ProjectSetup("shop", "main", "me", LifeFixture.DATABASE, null, null);
    }

    private static void refused(Runnable verb, String code) {
        assertThatThrownBy(verb::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
