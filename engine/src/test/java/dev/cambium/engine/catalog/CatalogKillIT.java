package dev.cambium.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.crash.KilledWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

/**
 * A process that commits is killed at random moments. What it acknowledged must all be there, and
 * of each commit all or nothing: a project, its branch, the branch's tenure, and one project less.
 */
class CatalogKillIT {

    private static final int ROUNDS = 10;

    @TempDir private Path home;

    @Test
    void losesNoAcknowledgedCommitAndKeepsNoHalfOfOne() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path folder = home.resolve("catalog");
        int count = 0;
        KilledWriter next = new KilledWriter(Writer.class, folder, 0);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                KilledWriter writer = next;
                next = new KilledWriter(Writer.class, folder, 0);
                int last;
                try (writer) {
                    last = writer.killAfter(random.nextInt(150_000));
                }
                try (Catalog catalog = Catalog.open(folder)) {
                    String where = "seed %d round %d".formatted(seed, round);
                    int committed = countOf(catalog);
                    assertThat(committed).as(where).isGreaterThan(last).isGreaterThan(count);
                    assertThat(catalog.projects()).as(where).hasSize(committed);
                    assertThat(catalog.allBranches()).as(where).hasSize(committed);
                    for (int i = 0; i < committed; i++) {
                        Branch branch = catalog.branch("br-a-b-" + i).orElseThrow();
                        assertThat(branch.projectId()).as(where).isEqualTo("p" + i);
                        assertThat(catalog.tenures(branch.id())).as(where).hasSize(1);
                    }
                    count = committed;
                }
            }
        } finally {
            next.close();
        }
    }

    private static int countOf(Catalog catalog) {
        return catalog.roleOf("br-a-b-0", "count")
                .map(role -> Integer.parseInt(role.password()))
                .orElse(0);
    }

    /** Continues the row of projects in the catalog. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) throws Exception {
            boolean _ = System.in.read() >= 0;
            Catalog catalog = Catalog.open(Path.of(args[0]));
            int first = countOf(catalog);
            for (int i = first; ; i++) {
                int number = i;
                catalog.commit(change -> write(change, number));
                KilledWriter.acknowledge(number);
            }
        }

        private static void write(Change change, int number) {
            String project = "p" + number;
            String branch = "br-a-b-" + number;
            change.put(Samples.project(project, "n" + number));
            change.put(Samples.branch(branch, project, "main", 10_000 + number));
            change.appendTenure(branch, Ids.timeline(), Samples.NOON);
            change.put(
                    new Role("br-a-b-0", "count", "" + (number + 1), Samples.NOON, Samples.NOON));
        }
    }
}
