package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.life.BranchUpdate;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.snapshot.NewSnapshot;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.crash.StepKill;
import dev.cambium.engine.posix.Folders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Verbs done one after the other by a process that is killed with -9 just before one of their
 * durable steps. Afterwards the first of them are done, and none of the others is begun.
 *
 * <p>{@code -Dcambium.test.everyStep=true} kills at every step; otherwise at every third or ninth,
 * from one on that the seed says, {@code -Dcambium.test.seed}.
 */
class RowOfVerbsKillIT {

    private static final boolean EVERY_STEP = Boolean.getBoolean("cambium.test.everyStep");

    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());

    private static final int STEPS_MAX = 60;

    private static final Map<String, List<String>> STEPS =
            Map.of(
                    "dev.cambium.engine.catalog.Catalog", List.of("commitAndGet"),
                    "dev.cambium.engine.timeline.Opening", List.of("checkedControl", "discard"),
                    "dev.cambium.engine.timeline.Sealing", List.of("seal"),
                    "dev.cambium.engine.compute.Compute", List.of("launch", "stopAtOnce"),
                    "dev.cambium.engine.branch.compute.Computes", List.of("exchange", "forget"));

    /** Verbs in a row, and what one of them leaves. */
    enum Row {
        /** Each of these is one commit. */
        CHANGES(3) {
            @Override
            List<Verb> verbs() {
                return List.of(
                        engine -> update(engine, "dev", BranchUpdate.name("renamed")),
                        engine -> update(engine, "renamed", new BranchUpdate(null, true, null)),
                        engine -> update(engine, "renamed", new BranchUpdate(null, false, null)),
                        engine ->
                                update(
                                        engine,
                                        "renamed",
                                        new BranchUpdate(
                                                null,
                                                null,
                                                new BranchUpdate.Expiry(
                                                        Instant.now().plusSeconds(9_999)))),
                        engine -> engine.life.setDefault(engine.project(), "son"),
                        engine -> engine.life.recover(engine.project(), "gone", null));
            }

            @Override
            List<String> states() {
                return List.of(
                        "dev main* son",
                        "main* renamed son",
                        "main* renamed! son",
                        "main* renamed son",
                        "main* renamed~ son",
                        "main renamed~ son*",
                        "gone main renamed~ son*");
            }
        },
        /** From taking one to its end, by way of a branch that is put in another's place. */
        SNAPSHOTS(9) {
            @Override
            List<Verb> verbs() {
                return List.of(
                        engine ->
                                engine.service
                                        .snapshots()
                                        .create(
                                                engine.projectRecord(),
                                                engine.branch("dev"),
                                                Moment.HEAD,
                                                new NewSnapshot("kept", null, null)),
                        engine ->
                                engine.service
                                        .snapshots()
                                        .restore(
                                                engine.projectRecord(),
                                                engine.snapshot("kept"),
                                                "copy",
                                                engine.branch("main")),
                        engine ->
                                engine.service
                                        .snapshots()
                                        .finalizeRestore(
                                                engine.projectRecord(),
                                                engine.branch("copy"),
                                                "before"),
                        engine -> engine.service.snapshots().delete(engine.snapshot("kept")),
                        engine -> engine.life.undo(engine.project(), null),
                        engine -> engine.life.undo(engine.project(), null));
            }

            @Override
            List<String> states() {
                return List.of(
                        "dev main* son",
                        "dev main* son +kept",
                        "copy dev main* son +kept",
                        "before dev main* son +kept",
                        "before dev main* son",
                        "before dev main* son +kept",
                        "copy dev main* son +kept");
            }
        };

        private final int stride;

        Row(int stride) {
            this.stride = stride;
        }

        abstract List<Verb> verbs();

        /** Before the first verb, and after each of them; see {@link #state}. */
        abstract List<String> states();
    }

    /** One of a row. */
    interface Verb {
        void run(LifeFixture engine) throws Exception;
    }

    @TempDir private Path folder;

    /** The program that is killed: a home, and a row. */
    public static void main(String[] arguments) throws Exception {
        try (LifeFixture engine = new LifeFixture(Path.of(arguments[0]))) {
            engine.numbers("main"); // awake, so that its server is exchanged
            begin();
            for (Verb verb : Row.valueOf(arguments[1]).verbs()) {
                verb.run(engine);
            }
            System.out.println("<done>");
            Runtime.getRuntime().halt(0);
        }
    }

    /** From here on steps count. */
    static void begin() {
        System.out.println("<begun>");
    }

    @Test
    void changesOfABranchAreDoneOneByOneOrNotBegun() throws Exception {
        killEverywhere(Row.CHANGES);
    }

    @Test
    void aSnapshotIsTakenRestoredFinalizedAndDeletedOrNotBegun() throws Exception {
        killEverywhere(Row.SNAPSHOTS);
    }

    private void killEverywhere(Row row) throws Exception {
        Path home = folder.resolve("home");
        Path origin = folder.resolve("origin");
        try (LifeFixture engine = LifeFixture.withProject(home)) {
            engine.create("dev", "main");
            engine.write("dev", 2);
            engine.create("son", "main");
            engine.create("gone", "main");
            engine.life.delete(engine.project(), "gone", Orphans.REFUSE);
        }
        Files.move(home, origin);
        StepKill kill = new StepKill(RowOfVerbsKillIT.class, "begin", STEPS);
        int stride = EVERY_STEP ? 1 : row.stride;
        Set<String> met = new TreeSet<>();
        int first = 1 + new Random(SEED).nextInt(stride);
        boolean ended = false;
        for (int step = first; !ended; step += stride) {
            assertThat(step).as("steps of %s", row).isLessThan(STEPS_MAX);
            Folders.deleteTree(home);
            copy(origin, home); // where it was made: a home is served nowhere else
            StepKill.Result result = kill.before(step, home.toString(), row.name());
            assertThat(result.output()).as("of the killed program").contains("<begun>");
            ended = result.ended();
            String when =
                    "seed %d, killed before step %d: %s".formatted(SEED, step, result.steps());
            try (LifeFixture engine = new LifeFixture(home)) {
                met.add(check(engine, row, ended, when));
            }
        }
        assertThat(met).as("how far it came").hasSizeGreaterThan(1);
    }

    private static String check(LifeFixture engine, Row row, boolean ended, String when)
            throws Exception {
        assertThat(engine.leftRunning()).as(when).isEmpty();
        String state = state(engine);
        if (ended) {
            assertThat(state).as(when).isEqualTo(row.states().getLast());
        } else {
            assertThat(row.states()).as(when).contains(state);
        }
        for (Branch branch : engine.service.branches(engine.project())) {
            boolean changed =
                    Set.of("dev", "renamed", "copy").contains(branch.name())
                            || (branch.name().equals("main") && state.contains("before"));
            assertThat(engine.numbers(branch.name()))
                    .as("%s: %s", when, branch.name())
                    .isEqualTo(changed ? Set.of(1, 2) : Set.of(1));
        }
        assertThat(new HomeLayout(engine.home).lostAndFound()).as(when).doesNotExist();
        return state;
    }

    /**
     * Names; {@code *} the default, {@code !} protected, {@code ~} expires, {@code +} snapshots.
     */
    private static String state(LifeFixture engine) {
        List<String> found = new ArrayList<>();
        for (Branch branch : engine.service.branches(engine.project())) {
            found.add(
                    branch.name()
                            + (branch.isDefault() ? "*" : "")
                            + (branch.isProtected() ? "!" : "")
                            + (branch.expiresAt() != null ? "~" : ""));
        }
        found.sort(null);
        engine.service
                .snapshots()
                .of(engine.projectRecord())
                .forEach(snapshot -> found.add("+" + snapshot.name()));
        return String.join(" ", found);
    }

    private static void update(LifeFixture engine, String branch, BranchUpdate update) {
        engine.life.update(engine.project(), branch, update);
    }

    /** A home at rest, with the links between its files. */
    private static void copy(Path from, Path to) throws Exception {
        Process copying =
                new ProcessBuilder("cp", "-a", from.toString(), to.toString()).inheritIO().start();
        assertThat(copying.waitFor()).isZero();
    }
}
