package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.anonymizer.report.MaskingReport.Residue;
import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Values of the source that are found in the result: left over, or the same by chance. */
@SuppressWarnings("NullAway") // what it is given is set before the first test
class AnonymizeResiduesIT extends OnMaskedShop {

    @Test
    void aValueThatIsLeftOverElsewhereStopsTheRun() throws Exception {
        engine.execute(
                source,
                "shop",
                "CREATE TABLE traces (ref text, label text)",
                // Codes, too long to be chance; and days that many share.
                """
                INSERT INTO traces SELECT code, (SELECT born FROM people LIMIT 1)::text
                FROM passes
                """);
        try {
            assertThatThrownBy(() -> create("leaking", new Wish("shop", RULES, true)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("500 in public.traces.ref.")
                    .hasMessageContaining("'keep'")
                    .hasMessageNotContaining("traces.label")
                    .hasMessageNotContaining(WORD);
            assertThat(engine.service().branches(project.id()))
                    .extracting(Branch::name)
                    .doesNotContain("leaking");
            nothingIsLeft();

            create("kept", new Wish("shop", RULES + "  traces.ref: keep\n", true));
            assertThat(residuesOf("kept"))
                    .containsExactly(
                            new Residue("public.traces.ref", 500, true, false),
                            new Residue("public.traces.label", 500, false, true));
        } finally {
            engine.execute(source, "shop", "DROP TABLE traces");
        }
    }

    @Test
    void aTitleThatIsCalledLikeSomebodyIsChanceAndAColumnOfNamesIsNot() throws Exception {
        engine.execute(
                source,
                "shop",
                "CREATE TABLE authors (full_name text)",
                "INSERT INTO authors SELECT 'Anna Karenina ' || chr(64 + g) FROM generate_series(1, 20) g",
                "CREATE TABLE works (ref text)",
                "INSERT INTO works SELECT full_name FROM authors LIMIT 3");
        String rules = RULES + "  authors.full_name: full_name\n";
        try {
            assertThatThrownBy(() -> create("leaking", new Wish("shop", rules, true)))
                    .hasMessageContaining("3 in public.works.ref.");

            engine.execute(
                    source,
                    "shop",
                    "INSERT INTO works SELECT 'Winter in Berlin ' || chr(64 + g % 26) FROM generate_series(1, 97) g");
            create("titled", new Wish("shop", rules, true));
            assertThat(residuesOf("titled"))
                    .containsExactly(new Residue("public.works.ref", 3, false, true));
        } finally {
            engine.execute(source, "shop", "DROP TABLE authors, works");
        }
    }

    private List<Residue> residuesOf(String branch) {
        return engine.service().anonymizing().report(project.id(), branch).getFirst().residues();
    }
}
