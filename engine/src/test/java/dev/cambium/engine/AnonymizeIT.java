package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.anonymizer.report.HtmlReport;
import dev.cambium.anonymizer.report.MaskingReport;
import dev.cambium.engine.branch.anonymize.Anonymizing;
import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.anonymize.Preview;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.AnonymizedState;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.ImageKind;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is in a branch with anonymized data: rows that fit each other, and in no file or WAL segment
 * a byte of the source's personal data.
 */
@SuppressWarnings("NullAway") // what it is given is set before the first test
class AnonymizeIT extends OnMaskedShop {

    private Branch made;

    @BeforeAll
    void makeOne() {
        made = create("safe", new Wish("shop", RULES, true));
    }

    @Test
    void notAByteOfPersonalDataIsInTheBranch() throws Exception {
        assertThat(placesWith(source)).isNotEmpty();
        assertThat(one(made, "SELECT count(*)::text FROM people")).isEqualTo("3000");
        assertThat(placesWith(made)).isEmpty();
    }

    @Test
    void keysHoldAndStayUnique() throws Exception {
        for (String query :
                List.of(
                        "SELECT count(DISTINCT email) FROM people",
                        "SELECT count(DISTINCT lower(email)) FROM people",
                        "SELECT count(*) FROM people p JOIN people b ON p.boss = b.email",
                        "SELECT count(*) FROM logins JOIN people ON id = person",
                        "SELECT count(DISTINCT user_name) FROM logins",
                        "SELECT count(*) FROM visits v JOIN passes USING (site, code)",
                        "SELECT count(*) FROM visits_old",
                        "SELECT count(DISTINCT first_name) FROM people",
                        "SELECT count(note) FROM people",
                        "SELECT count(*) FROM per_site",
                        "SELECT count(*) FROM pg_index WHERE indisvalid AND indisready",
                        "SELECT string_agg(tgname::text || tgenabled::text, ',' ORDER BY oid) FROM pg_trigger WHERE NOT tgisinternal",
                        "SELECT string_agg(pg_get_indexdef(indexrelid), ';' ORDER BY indexrelid) FROM pg_index WHERE indrelid > 16384")) {
            assertThat(one(made, query)).as(query).isEqualTo(one(source, query));
        }
        assertThat(
                        one(
                                made,
                                "SELECT count(*)::text FROM people WHERE initials = left(first_name, 1)"))
                .isEqualTo("3000");
        assertThat(one(made, "SELECT count(*)::text FROM people WHERE email LIKE '%@example.___'"))
                .isEqualTo("3000");
        assertThat(one(made, "SELECT doc->>'n' FROM people ORDER BY id LIMIT 1")).isEqualTo("1");
        assertThat(
                        one(
                                made,
                                "SELECT (count(*) > 0)::text FROM pg_stats WHERE tablename = 'people'"))
                .isIn("true", "t");
        // A copy of a running server may have skipped up to 32 values.
        assertThat(Integer.parseInt(one(made, "SELECT last_value::text FROM counter")))
                .isBetween(77, 109);
        engine.execute(made, "shop", "INSERT INTO logins SELECT 'new', min(id) FROM people");
        assertThatThrownBy(
                        () ->
                                engine.execute(
                                        made, "shop", "INSERT INTO logins VALUES ('x', 999999)"))
                .hasMessageContaining("foreign key");
        assertThatThrownBy(
                        () ->
                                engine.execute(
                                        made,
                                        "shop",
                                        "INSERT INTO logins SELECT user_name, person FROM logins"))
                .hasMessageContaining("unique");
    }

    @Test
    void theReportSaysWhatWasDoneAndHoldsNoValue() throws Exception {
        MaskingReport report =
                engine.service().anonymizing().report(project.id(), "safe").getFirst();
        assertThat(report.rows()).isEqualTo(3000 + 3000 + 500 + 500);
        assertThat(report.foreignKeys())
                .hasSize(4)
                .allSatisfy((key, holds) -> assertThat(holds).isTrue());
        assertThat(report.residues()).isEmpty();
        assertThat(report.scannedValues()).isGreaterThan(10_000);
        assertThat(report.toString()).doesNotContain(WORD);
        assertThat(report.tables())
                .filteredOn(table -> table.name().equals("public.people"))
                .singleElement()
                .satisfies(
                        table ->
                                assertThat(table.columns())
                                        .extracting(MaskingReport.ColumnReport::name)
                                        .contains("email", "boss", "born"));
        assertThat(engine.service().anonymizing().status(made).orElseThrow().state())
                .isEqualTo(AnonymizedState.ANONYMIZED);
        assertThat(engine.service().condition(made).masked()).isTrue();
    }

    @Test
    void noReportHoldsAValueOfTheSource() throws Exception {
        Set<String> values = new TreeSet<>();
        for (String table : List.of("people", "logins", "passes", "visits")) {
            values.addAll(
                    engine.list(
                            source,
                            "shop",
                            """
                            SELECT DISTINCT value FROM %s t, jsonb_each_text(to_jsonb(t))
                            WHERE length(value) > 5
                            """
                                    .formatted(table)));
        }
        assertThat(values).hasSizeGreaterThan(15_000);
        MaskingReport report =
                engine.service().anonymizing().report(project.id(), "safe").getFirst();
        String kept =
                engine.parts()
                        .catalog()
                        .masking()
                        .report(engine.service().branch(project.id(), "safe").currentTimeline())
                        .orElseThrow();
        for (String text : List.of(HtmlReport.of(report), kept)) {
            // A date may be the day of the run.
            String told =
                    text.replace(report.startedAt().toString(), "")
                            .replace(report.completedAt().toString(), "");
            assertThat(told).contains("public.people").doesNotContain(WORD);
            assertThat(values).noneMatch(told::contains);
        }
    }

    /** Before its end there was a server that wrote less WAL than a moment needs. */
    @Test
    void noMomentBeforeAllRowsWereMaskedIsOffered() throws Exception {
        Image first =
                engine.parts()
                        .catalog()
                        .images(engine.service().branch(project.id(), "safe").currentTimeline())
                        .getFirst();
        assertThat(first.kind()).isEqualTo(ImageKind.REST);
        assertThatThrownBy(
                        () ->
                                engine.service()
                                        .createBranch(
                                                project.id(),
                                                "safe",
                                                new Moment.AtLsn(first.end().plus(-1)),
                                                BranchWish.named("too-early", true)))
                .isInstanceOf(Refusal.class);
        assertThat(one(made, "SHOW wal_level")).isEqualTo("logical");
    }

    @Test
    void aShareOfTheRowsIsClosedOverForeignKeys() throws Exception {
        String rules =
                RULES
                        + """
                        subsets:
                          people: {where: "id <= 100"}
                          passes: {share: 0.5}
                        """;
        Branch branch = create("small", new Wish("shop", rules, true));
        assertThat(one(branch, "SELECT count(*)::text FROM people")).isEqualTo("100");
        assertThat(one(branch, "SELECT count(*)::text FROM logins")).isEqualTo("100");
        assertThat(Integer.parseInt(one(branch, "SELECT count(*)::text FROM passes")))
                .isBetween(150, 350);
        assertThat(
                        one(
                                branch,
                                "SELECT count(*)::text FROM visits v WHERE NOT EXISTS (SELECT FROM passes p WHERE p.code = v.code)"))
                .isEqualTo("0");
        assertThat(
                        engine.service()
                                .anonymizing()
                                .report(project.id(), "small")
                                .getFirst()
                                .foreignKeys()
                                .values())
                .containsOnly(true);
    }

    @Test
    void rowsCanBeSeenBeforeAndAfterWithoutWritingAny() {
        Preview preview =
                engine.service()
                        .anonymizing()
                        .preview(
                                project.id(),
                                "main",
                                new Anonymizing.Trial("shop", RULES, List.of(), null, true, 3));
        assertThat(preview.problems()).isEmpty();
        assertThat(preview.tables())
                .anySatisfy(
                        table -> {
                            assertThat(table.before()).hasSize(3);
                            assertThat(table.before().toString()).contains(WORD);
                            assertThat(table.after().toString()).doesNotContain(WORD);
                        });
    }
}
