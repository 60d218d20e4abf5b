package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.crash.StepKill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An anonymization killed with -9 just before two of its steps, one in its first and one in its
 * second half: commits, files made and deleted, servers started and stopped, rows copied.
 * Afterwards the branch is whole or not there, and nothing is left over.
 *
 * <p>{@code -Dcambium.test.everyStep=true} kills at every step; otherwise the seed, {@code
 * -Dcambium.test.seed}, says at which.
 */
class AnonymizeKillIT {

    private static final boolean EVERY_STEP = Boolean.getBoolean("cambium.test.everyStep");
    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());
    private static final int STEPS_MAX = 60;

    /** A run has a few more. */
    private static final int STEPS_LEAST = 18;

    private static final Map<String, List<String>> STEPS =
            Map.of(
                    "dev.cambium.engine.catalog.Catalog", List.of("commitAndGet"),
                    "dev.cambium.engine.timeline.Opening", List.of("checkedControl", "discard"),
                    "dev.cambium.engine.timeline.Sealing", List.of("seal"),
                    "dev.cambium.engine.timeline.Extraction", List.of("extract"),
                    "dev.cambium.engine.compute.Compute", List.of("launch", "stop", "abort"),
                    "dev.cambium.engine.masking.TargetTables", List.of("prepare", "finish"));

    @TempDir private Path folder;

    /** The program that is killed. */
    public static void main(String[] arguments) throws Exception {
        try (LifeFixture engine = new LifeFixture(Path.of(arguments[0]))) {
            begin();
            anonymize(engine);
            System.out.println("<done>");
            Runtime.getRuntime().halt(0);
        }
    }

    /** From here on steps count. */
    static void begin() {
        System.out.println("<begun>");
    }

    private static void anonymize(LifeFixture engine) {
        var _ =
                engine.service.createAnonymized(
                        engine.project(),
                        "main",
                        Moment.HEAD,
                        BranchWish.named("safe", false),
                        new Wish(LifeFixture.DATABASE, null, true));
    }

    @Test
    void aKilledRunLeavesTheBranchOrNothing() throws Exception {
        Path home = folder.resolve("home");
        StepKill kill = new StepKill(AnonymizeKillIT.class, "begin", STEPS);
        try (LifeFixture engine = LifeFixture.withProject(home)) {
            engine.execute("main", "create table person (email text primary key)");
            engine.execute(
                    "main",
                    "insert into person select i || '@corp.test' from generate_series(1, 99) i");
        }
        int kills = 0;
        for (int step : steps()) {
            StepKill.Result result = kill.before(step, home.toString());
            assertThat(result.output()).as("of the killed program").contains("<begun>");
            try (LifeFixture engine = new LifeFixture(home)) {
                check(
                        engine,
                        "seed %d, killed before step %d: %s".formatted(SEED, step, result.steps()));
                if (result.ended()) {
                    assertThat(result.output()).contains("<done>");
                    break;
                }
            }
            kills++;
        }
        assertThat(kills).isGreaterThan(1);
    }

    private static List<Integer> steps() {
        if (EVERY_STEP) {
            return IntStream.rangeClosed(1, STEPS_MAX).boxed().toList();
        }
        Random random = new Random(SEED);
        int half = STEPS_LEAST / 2;
        return List.of(1 + random.nextInt(half), half + 1 + random.nextInt(half));
    }

    /** Brings the home to where a run begins. */
    private static void check(LifeFixture engine, String when) throws Exception {
        List<Branch> branches = engine.service.branches(engine.project());
        if (branches.stream().anyMatch(branch -> branch.name().equals("safe"))) {
            assertThat(engine.numbers("safe")).as(when).contains(1);
            var _ =
                    engine.life.delete(
                            engine.project(),
                            "safe",
                            dev.cambium.engine.branch.life.Orphans.DELETE);
        }
        assertThat(engine.catalog.timelines())
                .as(when)
                .noneMatch(
                        timeline ->
                                timeline.state() == TimelineState.OPENING
                                        || timeline.state() == TimelineState.PASSING);
        assertThat(engine.leftRunning()).as(when).isEmpty();
    }
}
