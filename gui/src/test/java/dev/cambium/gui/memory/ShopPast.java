package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline.RelationWrites;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** What may have happened in a small web shop: two busy hours, a migration, and an accident. */
final class ShopPast {

    /** How long ago the migration and the accident were. */
    static final Duration MIGRATION = Duration.ofMinutes(171);

    static final Duration CLEAN_UP = Duration.ofMinutes(104);
    static final Duration ACCIDENT = Duration.ofMinutes(48);

    private ShopPast() {}

    static MemoryPast of(Branch branch, List<Branch> children, Instant now) {
        Random random = new Random(branch.name().hashCode());
        MemoryPast past = new MemoryPast(branch.createdAt(), 0x1A2B3C8L);
        double busy = branch.isDefault() ? 1 : 0.25;
        Instant at = branch.createdAt().plusSeconds(2);
        Instant checkpoint = branch.createdAt().plusSeconds(300);
        boolean story = branch.isDefault();
        Instant migration = now.minus(MIGRATION);
        Instant cleanUp = now.minus(CLEAN_UP);
        Instant accident = now.minus(ACCIDENT);
        while (at.isBefore(now)) {
            Instant next = at.plusMillis(pause(random, Duration.between(at, now), busy));
            if (story && at.isBefore(migration) && !next.isBefore(migration)) {
                ddl(past, migration, 48_000, "ALTER TABLE orders", "orders");
                ddl(past, migration.plusSeconds(2), 900_000, "CREATE INDEX", "orders");
            } else if (story && at.isBefore(cleanUp) && !next.isBefore(cleanUp)) {
                past.markBefore(
                        "big_write",
                        past.commit(cleanUp, 21_000_000, table("audit", "events", 0, 0, 16_044)),
                        "16,044 rows deleted from audit.events",
                        "audit.events",
                        16_044);
            } else if (story && at.isBefore(accident) && !next.isBefore(accident)) {
                ddl(past, accident, 31_000, "DROP TABLE payment", "payment");
            }
            order(past, next.isBefore(now) ? next : now, random);
            while (!checkpoint.isAfter(next)) {
                past.markAt("checkpoint", checkpoint, "checkpoint", null);
                checkpoint = checkpoint.plusSeconds(600);
            }
            at = next;
        }
        past.markAt("created", branch.createdAt(), branch.name(), null);
        past.markAt("image", branch.createdAt().plusSeconds(1), "image", null);
        for (Branch child : children) {
            past.markAt("branch_point", child.createdAt(), child.name(), child.id());
        }
        if (story) {
            past.markAt("image", now.minus(Duration.ofMinutes(140)), "image", null);
            past.markAt("image", now.minus(Duration.ofMinutes(33)), "image", null);
            past.markAt("bookmark", now.minus(Duration.ofMinutes(205)), "v2.3 release", "bm-v23");
        }
        return past;
    }

    private static void ddl(MemoryPast past, Instant at, long wal, String label, String table) {
        past.markBefore("ddl", past.commit(at, wal), label, table, 0);
    }

    /** Two waves of customers, quiet between them. */
    private static long pause(Random random, Duration ago, double busy) {
        double minutes = ago.toSeconds() / 60.0;
        double first = Math.exp(-Math.pow((minutes - 175) / 40, 2));
        double second = 1.3 * Math.exp(-Math.pow((minutes - 52) / 22, 2));
        double third = 0.5 * Math.exp(-Math.pow((minutes - 8) / 9, 2));
        double perMinute = busy * (0.6 + 14 * (first + second + third));
        return Math.max(200, Math.round(-Math.log(1 - random.nextDouble()) / perMinute * 60_000));
    }

    private static void order(MemoryPast past, Instant at, Random random) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            past.abort(at, 400);
        } else if (kind < 5) {
            past.commit(at, 1_800 + random.nextInt(900), table(null, "customers", 0, 1, 0));
        } else {
            int items = 1 + random.nextInt(5);
            past.commit(
                    at,
                    6_000L + items * 1_500L + random.nextInt(12_000),
                    table(null, "orders", 1, 0, 0),
                    table(null, "order_items", items, 0, 0),
                    table("audit", "events", items, 0, 0));
        }
    }

    static RelationWrites table(
            @Nullable String schema, String name, long inserted, long updated, long deleted) {
        return new RelationWrites(
                "shop", schema == null ? "public" : schema, name, inserted, updated, deleted);
    }
}
