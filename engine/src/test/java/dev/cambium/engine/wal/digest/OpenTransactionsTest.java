package dev.cambium.engine.wal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

class OpenTransactionsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void behavesAsAMapDoes(long seed) {
        Random random = new Random(seed);
        OpenTransactions open = new OpenTransactions();
        Map<Long, OpenTransaction> model = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            // Ids come in runs, as Postgres gives them.
            long xid = 1 + random.nextInt(step % 50_000 < 25_000 ? 60_000 : 600);
            if (random.nextInt(3) > 0) {
                if (!model.containsKey(xid)) {
                    OpenTransaction made = new OpenTransaction(step);
                    made.prepared = random.nextInt(10) == 0;
                    open.put(xid, made);
                    model.put(xid, made);
                }
            } else {
                assertThat(open.remove(xid)).as("seed %d", seed).isSameAs(model.remove(xid));
            }
            assertThat(open.get(xid)).as("seed %d", seed).isSameAs(model.get(xid));
        }
        assertThat(open.count()).isEqualTo(model.size());
        open.endAllButPrepared();
        model.values().removeIf(transaction -> !transaction.prepared);
        assertThat(open.count()).isEqualTo(model.size());
        model.forEach((xid, made) -> assertThat(open.get(xid)).isSameAs(made));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void talliesAddUpHoweverManyRelationsThereAre(long seed) {
        Random random = new Random(seed);
        RowTally tally = new RowTally();
        RowTally other = new RowTally();
        long[] model = new long[300];
        for (int step = 0; step < 5_000; step++) {
            int relation = random.nextInt(step < 100 ? 8 : model.length);
            (step % 2 == 0 ? tally : other).add(relation, 1, 2, 0);
            model[relation] += 3;
        }
        tally.add(other);
        for (int i = 0; i < tally.count(); i++) {
            assertThat(tally.rows(i)).as("seed %d", seed).isEqualTo(model[tally.relation(i)]);
        }
    }
}
