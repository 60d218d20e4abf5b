package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;

/**
 * Tables that are masked in parts by several threads, and get new files for it: they are referred
 * to by others and by themselves.
 */
@SuppressWarnings("NullAway") // what it is given is set before the first test
class AnonymizeLargeIT extends OnMaskedShop {

    private static final int ROWS = 60_000;

    private static final String LEDGER_RULES =
            RULES + "  ledger.mail: email\n  ledger.memo: lorem\n";

    @BeforeEach
    void fill() throws Exception {
        engine.execute(
                source,
                "shop",
                """
                CREATE TABLE ledger (id bigint PRIMARY KEY, mail text NOT NULL UNIQUE, memo text,
                    before bigint REFERENCES ledger)
                """,
                "CREATE TABLE entries (ledger bigint REFERENCES ledger)",
                """
                INSERT INTO ledger SELECT i, format('kanarienvogel_holder%%s@corp.test', i),
                    repeat('kanarienvogel memo ', 10), CASE WHEN i > 1 THEN i - 1 END
                FROM generate_series(1, %d) i
                """
                        .formatted(ROWS),
                "INSERT INTO entries VALUES (7)",
                "ANALYZE ledger");
    }

    @AfterEach
    void drop() throws Exception {
        engine.execute(source, "shop", "DROP TABLE entries, ledger");
    }

    @Test
    void rowsLieInTheOrderOfTheSourceAndNothingOfItsValuesIsThere() throws Exception {
        assertThat(one(source, "SELECT pg_relation_size('ledger') > 10 * 1024 * 1024"))
                .isEqualTo("t");
        Branch branch = create("ordered", new Wish("shop", LEDGER_RULES, true));
        assertThat(one(branch, "SELECT count(*)::text FROM ledger"))
                .isEqualTo(Integer.toString(ROWS));
        assertThat(
                        one(
                                branch,
                                """
                                SELECT count(*)::text FROM
                                    (SELECT id, lag(id) OVER (ORDER BY ctid) AS previous FROM ledger) x
                                WHERE previous >= id
                                """))
                .isEqualTo("0");
        assertThat(one(branch, "SELECT count(DISTINCT mail)::text FROM ledger"))
                .isEqualTo(Integer.toString(ROWS));
        assertThat(placesWith(branch)).isEmpty();
    }

    @Test
    void keysAndTriggersWorkAsBeforeAndNobodyNeedsToCleanUp() throws Exception {
        Branch branch = create("keyed", new Wish("shop", LEDGER_RULES, true));
        String triggers =
                "SELECT relname FROM pg_class WHERE oid >= 16384 AND relhastriggers ORDER BY oid";
        assertThat(engine.list(branch, "shop", triggers))
                .contains("ledger", "entries")
                .isEqualTo(engine.list(source, "shop", triggers));
        assertThat(
                        one(
                                branch,
                                "SELECT count(*)::text FROM pg_index WHERE NOT (indisvalid AND indisready)"))
                .isEqualTo("0");
        assertThat(
                        one(
                                branch,
                                "SELECT relallvisible > 0.9 * relpages FROM pg_class WHERE relname = 'ledger'"))
                .isEqualTo("t");
        refused(branch, "INSERT INTO entries VALUES (-1)", "entries_ledger_fkey");
        refused(branch, "DELETE FROM ledger WHERE id = 7", "foreign key");
        refused(branch, "UPDATE ledger SET id = 8 WHERE id = 7", "ledger_pkey");
        refused(
                branch,
                "UPDATE ledger SET mail = (SELECT mail FROM ledger WHERE id = 8) WHERE id = 7",
                "ledger_mail_key");
    }

    private void refused(Branch branch, String sql, String why) {
        assertThatThrownBy(() -> engine.execute(branch, "shop", sql))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(why);
    }

    @Test
    @Timeout(120)
    void aRowThatIsNotTakenStopsAllThreadsOfItsTable() throws Exception {
        engine.execute(
                source,
                "shop",
                "ALTER TABLE ledger ADD CONSTRAINT odd CHECK (id <> %d OR mail LIKE '%%corp.test')"
                        .formatted(ROWS / 2));
        assertThatThrownBy(() -> create("stopped", new Wish("shop", LEDGER_RULES, true)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("odd");
        assertThat(engine.service().branches(project.id()))
                .extracting(Branch::name)
                .doesNotContain("stopped");
        nothingIsLeft();
    }
}
