package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.crash.StepKill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Each verb killed with -9 just before each of its durable steps: commits, files made and deleted,
 * servers started and stopped. Afterwards it is done or not begun, and nothing is left over.
 *
 * <p>{@code -Dcambium.test.everyStep=true} kills at every step; otherwise at every third, so that
 * some runs meet all of them: the seed, {@code -Dcambium.test.seed}, says where they begin.
 */
class LifeStepKillIT {

    private static final int STRIDE = Boolean.getBoolean("cambium.test.everyStep") ? 1 : 3;

    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());

    private static final int STEPS_MAX = 60;

    private static final Map<String, List<String>> STEPS =
            Map.of(
                    "dev.cambium.engine.catalog.Catalog", List.of("commitAndGet"),
                    "dev.cambium.engine.timeline.Opening", List.of("checkedControl", "discard"),
                    "dev.cambium.engine.timeline.Sealing", List.of("seal"),
                    "dev.cambium.engine.compute.Compute", List.of("launch", "stopAtOnce", "abort"),
                    "dev.cambium.engine.branch.compute.Computes", List.of("exchange", "forget"));

    /** What is done by the process that is killed. */
    enum Verb {
        RESET("dev"),
        RESTORE("dev"),
        DELETE("dev"),
        UNDO("dev");

        private final String branch;

        Verb(String branch) {
            this.branch = branch;
        }

        void run(LifeFixture engine) {
            switch (this) {
                case RESET -> engine.life.reset(engine.project(), branch, "kept", false);
                case RESTORE ->
                        engine.life.restore(engine.project(), branch, "main", Moment.HEAD, "kept");
                case DELETE -> engine.life.delete(engine.project(), branch, Orphans.DELETE);
                case UNDO -> engine.life.undo(engine.project(), null);
            }
        }
    }

    @TempDir private Path folder;

    /** The program that is killed: a home, and a verb. */
    public static void main(String[] arguments) throws Exception {
        try (LifeFixture engine = new LifeFixture(Path.of(arguments[0]))) {
            engine.numbers("dev"); // awake, so that its server is exchanged
            begin();
            Verb.valueOf(arguments[1]).run(engine);
            end();
        }
    }

    /** From here on steps count. */
    static void begin() {
        System.out.println("<begun>");
    }

    static void end() {
        System.out.println("<done>");
        Runtime.getRuntime().halt(0);
    }

    @Test
    void aResetIsDoneOrNotBegun() throws Exception {
        killEverywhere(Verb.RESET);
    }

    @Test
    void aRestoreIsDoneOrNotBegun() throws Exception {
        killEverywhere(Verb.RESTORE);
    }

    @Test
    void aDeletionOfABranchAndItsChildIsDoneOrNotBegun() throws Exception {
        killEverywhere(Verb.DELETE);
    }

    @Test
    void anUndoIsDoneOrNotBegun() throws Exception {
        killEverywhere(Verb.UNDO);
    }

    private void killEverywhere(Verb verb) throws Exception {
        Path home = folder.resolve("home");
        StepKill kill = new StepKill(LifeStepKillIT.class, "begin", STEPS);
        try (LifeFixture engine = LifeFixture.withProject(home)) {
            engine.create("dev", "main");
            engine.write("dev", 2);
            engine.create("son", "dev");
            prepare(engine, verb);
        }
        List<String> met = new ArrayList<>();
        int kills = 0;
        // A deletion or an undo has a handful of steps: it is killed before each.
        int stride = verb == Verb.DELETE || verb == Verb.UNDO ? 1 : STRIDE;
        int first = 1 + new Random(SEED).nextInt(stride);
        for (int step = first; step <= STEPS_MAX; step += stride) {
            StepKill.Result result = kill.before(step, home.toString(), verb.name());
            assertThat(result.output()).as("of the killed program").contains("<begun>");
            if (result.ended()) {
                assertThat(result.output()).contains("<done>");
                break;
            }
            kills++;
            met = result.steps();
            try (LifeFixture engine = new LifeFixture(home)) {
                String when = "seed %d, killed before step %d: %s".formatted(SEED, step, met);
                if (check(engine, verb, when)) {
                    takeBack(engine, verb);
                }
                prepare(engine, verb);
            }
        }
        assertThat(kills).as("steps of %s: %s", verb, met).isGreaterThan(1);
        try (LifeFixture engine = new LifeFixture(home)) {
            assertThat(check(engine, verb, "at its end")).isTrue();
        }
    }

    /** Brings the home to where the verb begins. */
    private static void prepare(LifeFixture engine, Verb verb) throws Exception {
        if (verb == Verb.UNDO && engine.life.undoable(engine.project()).isEmpty()) {
            engine.life.restore(engine.project(), "dev", "main", Moment.HEAD, "kept");
        }
    }

    private static void takeBack(LifeFixture engine, Verb verb) {
        if (verb != Verb.UNDO) {
            engine.life.undo(engine.project(), null);
        }
    }

    /** Whether it was done; fails if it is something between. */
    private static boolean check(LifeFixture engine, Verb verb, String when) throws Exception {
        assertThat(engine.leftRunning()).as(when).isEmpty();
        Set<String> names = new TreeSet<>();
        engine.service.branches(engine.project()).forEach(branch -> names.add(branch.name()));
        boolean done =
                switch (verb) {
                    case RESET, RESTORE -> names.contains("kept");
                    case DELETE -> !names.contains("dev");
                    case UNDO -> !names.contains("kept");
                };
        if (verb == Verb.DELETE && done) {
            assertThat(names).as(when).containsExactly("main");
            assertThat(engine.life.deleted(engine.project())).as(when).hasSize(2);
        } else {
            boolean old = verb == Verb.UNDO ? done : !done;
            assertThat(engine.numbers("dev")).as(when).isEqualTo(old ? Set.of(1, 2) : Set.of(1));
            assertThat(engine.numbers("son")).as(when).containsExactly(1, 2);
            if (!old) {
                assertThat(engine.numbers("kept")).as(when).containsExactly(1, 2);
            }
        }
        for (Branch branch : engine.service.branches(engine.project())) {
            assertThat(engine.catalog.timeline(branch.currentTimeline()))
                    .as(when + ": " + branch)
                    .isPresent();
        }
        assertThat(new HomeLayout(engine.home).lostAndFound()).as(when).doesNotExist();
        return done;
    }
}
