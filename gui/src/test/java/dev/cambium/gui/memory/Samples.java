package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.MomentRange;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Tick;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trees of branches to look at and to test with. */
public final class Samples {

    private Samples() {}

    /** A shop with nine branches, made within the last four hours. */
    public static MemoryEngine shop() {
        MemoryEngine engine = new MemoryEngine();
        Instant now = Instant.now();
        Project shop = engine.addProject("shop", now.minus(Duration.ofMinutes(262)));
        String p = shop.id();
        Branch main = add(engine, p, "main", null, 262, "running", 2_254_857_830L, 0);
        add(engine, p, "main_old_11:58", main, 215, "asleep", 92_274_688L, 0);
        Branch alice = add(engine, p, "dev/alice", main, 187, "running", 12_582_912L, 3);
        Branch bob = add(engine, p, "dev/bob", main, 125, "asleep", 3_145_728L, 0);
        engine.change(bob.id(), branch -> reset(branch, now.minus(Duration.ofMinutes(96))));
        add(engine, p, "preview/pr-142", bob, 91, "running", 655_360L, 0);
        add(engine, p, "ci-8841", main, 62, "asleep", 258_048L, 0);
        Branch metrics = add(engine, p, "qa/metrics", alice, 140, "asleep", 1_048_576L, 0);
        engine.change(
                metrics.id(),
                branch ->
                        withState(
                                branch,
                                "crashed",
                                "Postgres ended with signal 9 while it was recovering. Start the"
                                        + " branch again; its data is safe."));
        add(
                engine,
                p,
                "preview/pr-150-checkout-with-saved-cards",
                main,
                9,
                "starting",
                262_144L,
                0);
        add(engine, p, "ci-8852", main, 3, "running", 253_952L, 0);
        writeWal(engine, p, now);
        List<Branch> all = engine.branches().list(p);
        for (Branch branch : all) {
            List<Branch> children =
                    all.stream().filter(each -> branch.id().equals(each.parentId())).toList();
            engine.putPast(branch.id(), ShopPast.of(branch, children, now));
        }
        Instant op = now.minus(Duration.ofMinutes(4));
        engine.addOperation(
                operation("op-a", p, main.id(), "create_timeline", "finished", null, op, 38));
        engine.addOperation(
                operation(
                        "op-b",
                        p,
                        metrics.id(),
                        "start_compute",
                        "failed",
                        "Postgres did not start on qa/metrics: it ended with signal 9 while it was"
                                + " recovering. Its data is safe; start the branch again, and if it"
                                + " happens twice look at its log.",
                        op.plusSeconds(60),
                        1840));
        engine.addOperation(
                operation(
                        "op-c",
                        p,
                        alice.id(),
                        "import_sql",
                        "running",
                        null,
                        now.minusSeconds(9),
                        0));
        engine.addOperation(
                operation(
                        "op-d",
                        p,
                        bob.id(),
                        "suspend_compute",
                        "finished",
                        null,
                        op.plusSeconds(90),
                        212));
        return engine;
    }

    /** A tree of many branches at random, the same for the same seed. */
    public static MemoryEngine forest(int count, long seed) {
        Random random = new Random(seed);
        MemoryEngine engine = new MemoryEngine();
        Instant now = Instant.now();
        String project = engine.addProject("forest", now.minus(Duration.ofDays(6))).id();
        List<Branch> made = new ArrayList<>();
        made.add(add(engine, project, "main", null, 6 * 24 * 60, "running", 1L << 31, 0));
        String[] kinds = {"dev/", "preview/pr-", "ci-", "qa/", "main_old_"};
        for (int i = 1; i < count; i++) {
            int minutesAgo = (int) (6 * 24 * 60 * (double) (count - i) / count);
            Branch parent =
                    random.nextInt(3) > 0 ? made.getFirst() : made.get(random.nextInt(made.size()));
            String name = kinds[random.nextInt(kinds.length)] + (1000 + i);
            String state = random.nextInt(3) == 0 ? "running" : "asleep";
            made.add(
                    add(
                            engine,
                            project,
                            name,
                            parent,
                            minutesAgo,
                            state,
                            (long) (random.nextDouble() * 5e7),
                            0));
        }
        return engine;
    }

    private static Branch add(
            MemoryEngine engine,
            String project,
            String name,
            @Nullable Branch parent,
            int minutesAgo,
            String state,
            long bytes,
            int ignored) {
        Branch branch =
                engine.addBranch(
                        project,
                        name,
                        parent == null ? null : parent.id(),
                        Instant.now().minus(Duration.ofMinutes(minutesAgo)),
                        state);
        if (parent != null) {
            engine.change(branch.id(), each -> sized(each, 2_254_857_830L, bytes));
        }
        return branch;
    }

    private static void writeWal(MemoryEngine engine, String project, Instant now) {
        Random random = new Random(7);
        for (Branch branch : engine.branches().list(project)) {
            Instant at = branch.createdAt().plusSeconds(60);
            double scale = branch.isDefault() ? 4e7 : 3e6;
            while (at.isBefore(now)) {
                long bytes = (long) (Math.pow(random.nextDouble(), 5) * scale);
                if (bytes > scale / 400) {
                    engine.addTick(new Tick(branch.id(), at, "0/4F3A2C8", "wal", bytes, "WAL"));
                }
                at = at.plusSeconds(50 + random.nextInt(120));
            }
        }
    }

    private static Operation operation(
            String id,
            String project,
            String branch,
            String action,
            String status,
            @Nullable String error,
            Instant at,
            long millis) {
        return new Operation(
                id,
                project,
                branch,
                null,
                action,
                status,
                error,
                error == null ? 0 : 1,
                at,
                at,
                millis);
    }

    static Branch reset(Branch before, Instant at) {
        return Records.with(before, "lastResetAt", at);
    }

    /** With the moment of its parent that it began with. */
    static Branch parted(Branch before, FoundMoment moment) {
        return Records.with(before, "parentLsn", moment.lsn(), "parentTimestamp", moment.time());
    }

    /** As after a reset: the same branch on another timeline. */
    public static Branch onTimeline(Branch before, String timelineId) {
        return local(before, "timelineId", timelineId);
    }

    /** As a branch of whose past something is kept. */
    public static Branch withHistory(Branch before, MomentRange history) {
        return local(before, "history", history);
    }

    static Branch withState(Branch before, String state, @Nullable String reason) {
        return local(before, "state", state, "stateReason", reason);
    }

    private static Branch sized(Branch before, long logical, long unique) {
        Branch local = local(before, "uniqueBytes", unique, "walBytes", 16_777_216L);
        return Records.with(local, "logicalSize", logical);
    }

    private static Branch local(Branch before, @Nullable Object... changes) {
        return Records.with(before, "cambium", Records.with(before.cambium(), changes));
    }
}
