package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.anonymizer.report.MaskingReport;
import dev.cambium.anonymizer.report.MaskingReport.Residue;
import dev.cambium.engine.branch.anonymize.Anonymizing;
import dev.cambium.engine.branch.anonymize.MaskingRule;
import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.anonymize.Preview;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.AnonymizedState;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.ImageKind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Branches with anonymized data: their rows fit each other, and not one byte of the source's
 * personal data is in any file or WAL segment. Whatever goes wrong leaves nothing behind.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway") // set before the first test
class AnonymizeIT {

    /** Every personal value of the source holds this word. */
    private static final String WORD = "kanari";

    private static final String RULES =
            """
            cambium_rules: 1
            database: shop
            columns:
              people.email: email
              people.first_name: first_name
              people.last_name: text
              people.phone: phone
              people.born: {function: date_shift, days: 90, entity: id}
              people.note: lorem
              people.doc: {function: json, $.contact: email}
              logins.user_name: username
              passes.code: text
              visits.place: {function: constant, value: somewhere}
              visits.at: keep
            """;

    private CoreEngine engine;
    private Project project;
    private Branch source;
    private Branch made;

    @BeforeAll
    void makeOne(@TempDir Path folder) throws Exception {
        engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.LAYERS);
        project =
                engine.service()
                        .projects()
                        .create(new ProjectSetup("shop", "main", "cambium", "shop", null, null));
        source = engine.service().defaultBranch(project.id());
        engine.execute(
                source,
                "shop",
                """
                CREATE TABLE people (
                    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    email text NOT NULL UNIQUE, first_name varchar(30) NOT NULL, last_name text,
                    phone text, born date, note text, doc jsonb, boss text REFERENCES people (email),
                    initials text GENERATED ALWAYS AS (left(first_name, 1)) STORED)
                """,
                "CREATE UNIQUE INDEX ON people (lower(email))",
                "CREATE TABLE logins (user_name text PRIMARY KEY, person int NOT NULL REFERENCES people)",
                "CREATE TABLE passes (site int, code text, PRIMARY KEY (site, code))",
                """
                CREATE TABLE visits (
                    at date, person int REFERENCES people, site int, code text, place text,
                    FOREIGN KEY (site, code) REFERENCES passes) PARTITION BY RANGE (at)
                """,
                "CREATE TABLE visits_old PARTITION OF visits FOR VALUES FROM (MINVALUE) TO ('2026-01-01')",
                "CREATE TABLE visits_new PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO (MAXVALUE)",
                "CREATE INDEX ON visits (at)",
                """
                CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.note := 'the trigger ran'; RETURN NEW; END $$
                """,
                "CREATE TRIGGER always BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION shout()",
                "ALTER TABLE people DISABLE TRIGGER always",
                """
                INSERT INTO people (email, first_name, last_name, phone, born, note, doc, boss)
                SELECT format('kanari_mail%s@corp.test', i), 'Kanari_first' || i % 7,
                    'kanarilast' || i, '+49 30 kanari ' || 1000000 + i,
                    date '1980-01-01' + i, CASE WHEN i % 3 > 0 THEN 'told kanari_note that' END,
                    jsonb_build_object('contact', format('kanari_doc%s@corp.test', i), 'n', i),
                    CASE WHEN i > 1 THEN format('kanari_mail%s@corp.test', i / 2) END
                FROM generate_series(1, 3000) i
                """,
                "ALTER TABLE people ENABLE ALWAYS TRIGGER always",
                "INSERT INTO logins SELECT 'kanari_login' || i, i FROM generate_series(1, 3000) i",
                "INSERT INTO passes SELECT i % 5, 'KANARI' || i FROM generate_series(1, 500) i",
                """
                INSERT INTO visits SELECT date '2025-06-01' + i % 400, i % 3000 + 1, i % 5,
                    'KANARI' || i, 'kanari_place' FROM generate_series(1, 500) i
                """,
                "CREATE MATERIALIZED VIEW per_site AS SELECT site, count(*), min(code) AS first FROM visits GROUP BY site",
                "CREATE SEQUENCE counter START 77",
                "SELECT nextval('counter')",
                "ANALYZE");
        made = create("safe", new Wish("shop", RULES, true));
    }

    @AfterAll
    void stop() throws Exception {
        engine.close();
    }

    private Branch create(String name, Wish wish) {
        return engine.service()
                .createAnonymized(
                        project.id(), "main", Moment.HEAD, BranchWish.named(name, true), wish)
                .branch();
    }

    private String one(Branch branch, String query) throws Exception {
        return engine.list(branch, "shop", query).getFirst();
    }

    @Test
    void notAByteOfPersonalDataIsInTheBranch() throws Exception {
        assertThat(filesWith(source)).isNotEmpty();
        assertThat(one(made, "SELECT count(*)::text FROM people")).isEqualTo("3000");
        assertThat(filesWith(made)).isEmpty();
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
    }

    @Test
    void aValueThatIsLeftOverElsewhereStopsTheRun() throws Exception {
        engine.execute(
                source,
                "shop",
                "CREATE TABLE traces (ref text, label text)",
                // As long as codes must be to be told from chance; and days that many share.
                """
                INSERT INTO traces SELECT code, (SELECT born FROM people LIMIT 1)::text
                FROM passes WHERE length(code) >= 8
                """);
        try {
            assertThatThrownBy(() -> create("leaking", new Wish("shop", RULES, true)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("491 in public.traces.ref.")
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
                            new Residue("public.traces.ref", 491, true, false),
                            new Residue("public.traces.label", 491, false, true));
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
    void itIsProtectedOrExpiresFromItsFirstMomentOn() {
        Instant end = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        Branch passing =
                engine.service()
                        .createAnonymized(
                                project.id(),
                                "main",
                                Moment.HEAD,
                                new BranchWish("passing", false, false, end),
                                new Wish("shop", RULES, true))
                        .branch();
        assertThat(passing.expiresAt()).isEqualTo(end);
        Branch guarded =
                engine.service()
                        .createAnonymized(
                                project.id(),
                                "main",
                                Moment.HEAD,
                                new BranchWish("guarded", false, true, null),
                                new Wish("shop", RULES, true))
                        .branch();
        assertThat(guarded.isProtected()).isTrue();
        assertThat(engine.service().operations(project.id()))
                .noneMatch(operation -> operation.action().equals("update_branch"));
    }

    @Test
    void itIsFilledAnewUnderTheSamePort() throws Exception {
        Branch branch = create("again", new Wish("shop", RULES, true));
        engine.execute(
                source,
                "shop",
                "INSERT INTO logins SELECT 'kanari_later', max(id) FROM people ON CONFLICT DO NOTHING");
        Branch refreshed = engine.service().anonymizeAgain(project.id(), "again");
        assertThat(refreshed.port()).isEqualTo(branch.port());
        assertThat(one(refreshed, "SELECT count(*)::text FROM logins")).isEqualTo("3001");
        assertThat(filesWith(refreshed)).isEmpty();
        // The same value has the same mask in every run.
        assertThat(one(refreshed, "SELECT email FROM people WHERE id = 7"))
                .isEqualTo(one(made, "SELECT email FROM people WHERE id = 7"));
        engine.service().life().undo(project.id(), null);
        Branch back = engine.service().branch(project.id(), "again");
        assertThat(one(back, "SELECT count(*)::text FROM logins")).isEqualTo("3000");
        assertThat(engine.service().anonymizing().report(project.id(), "again").getFirst().rows())
                .isEqualTo(7_000);
        engine.execute(source, "shop", "DELETE FROM logins WHERE user_name = 'kanari_later'");
    }

    @Test
    void whatMustNotRunIsRefusedBeforeItBegins() throws Exception {
        refused(
                new Wish(
                        "shop",
                        RULES.replace("people.email: email", "people.email: partial_email"),
                        true),
                "unique key people_email_key");
        refused(
                new Wish(
                        "shop",
                        RULES.replace(
                                "born: {function: date_shift, days: 90, entity: id}",
                                "born: email"),
                        true),
                "does not fit");
        refused(
                new Wish("shop", RULES.replace("people.phone: phone", "people.fone: phone"), true),
                "no column public.people.fone");
        refused(
                new Wish("shop", RULES.replace("people.phone: phone", "people.phone: fone"), true),
                "no function 'fone'");
        refused(new Wish("shop", "columns: {", false), "not YAML");
        refused(new Wish("nothing", null, true), "no database 'nothing'");
        refused(
                new Wish("shop", RULES.replace("  people.phone: phone\n", ""), false),
                "public.people.phone seems to hold phone number");
    }

    private void refused(Wish wish, String why) {
        int before = engine.service().operations(project.id()).size();
        assertThatThrownBy(() -> create("refused", wish))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(why);
        assertThat(engine.service().branches(project.id()))
                .extracting(Branch::name)
                .doesNotContain("refused");
        assertThat(engine.service().operations(project.id())).hasSize(before);
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        assertThat(engine.parts().catalog().timelines())
                .extracting(timeline -> timeline.state())
                .doesNotContain(TimelineState.OPENING);
    }

    @Test
    void aColumnThatCameAfterTheApprovalStopsTheRun() throws Exception {
        create("approved", new Wish("shop", RULES, true));
        engine.execute(source, "shop", "ALTER TABLE passes ADD colour text");
        try {
            assertThatThrownBy(() -> create("stopped", new Wish("shop", null, false)))
                    .hasMessageContaining(
                            "public.passes.colour is new since the rules were approved");
        } finally {
            engine.execute(source, "shop", "ALTER TABLE passes DROP colour");
        }
        create("goes", new Wish("shop", null, false));
    }

    @Test
    void aCancelledRunLeavesNothing() {
        CompletableFuture<Branch> run =
                CompletableFuture.supplyAsync(
                        () -> create("cancelled", new Wish("shop", RULES, true)));
        while (!run.isDone()) {
            try {
                engine.service().anonymizing().runs().cancel(project.id(), "cancelled");
                break;
            } catch (Refusal notYet) {
                Thread.onSpinWait();
            }
        }
        assertThatThrownBy(run::join).hasMessageContaining("cancelled");
        assertThat(engine.service().branches(project.id()))
                .extracting(Branch::name)
                .doesNotContain("cancelled");
        nothingIsLeft();
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

    @Test
    void neonsRulesFillABranchThatWaits() throws Exception {
        Branch waiting =
                engine.service()
                        .createToAnonymize(
                                project.id(),
                                null,
                                Moment.HEAD,
                                BranchWish.named("neon", true),
                                List.of(
                                        new MaskingRule(
                                                "shop",
                                                "public",
                                                "people",
                                                "email",
                                                "anon.fake_email()",
                                                null),
                                        new MaskingRule(
                                                "shop", "public", "people", "note", null, "x")))
                        .branch();
        assertThat(one(waiting, "SELECT count(*)::text FROM people")).isEqualTo("0");
        Branch filled = engine.service().anonymizeAgain(project.id(), "neon");
        assertThat(one(filled, "SELECT DISTINCT note FROM people WHERE note IS NOT NULL"))
                .isEqualTo("x");
        assertThatThrownBy(
                        () ->
                                engine.service()
                                        .anonymizing()
                                        .runs()
                                        .setOwnRules(
                                                project.id(),
                                                "neon",
                                                List.of(
                                                        new MaskingRule(
                                                                "shop",
                                                                "public",
                                                                "people",
                                                                "email",
                                                                "anon.no_such()",
                                                                null))))
                .hasMessageContaining("anon.no_such is not understood");
    }

    /** By another process: this one must not touch the mount. */
    private Set<String> filesWith(Branch branch) throws Exception {
        engine.execute(branch, "shop", "CHECKPOINT");
        TimelineId timeline =
                engine.service().branch(project.id(), branch.name()).currentTimeline();
        Set<String> found = new TreeSet<>();
        for (Path folder :
                List.of(
                        engine.parts().volume().dataDirectory(timeline),
                        engine.parts().walFolders().of(timeline))) {
            Path output = Files.createTempFile("grep", ".txt");
            try {
                ProcessBuilder grep = new ProcessBuilder("grep", "-rail", WORD, folder.toString());
                grep.environment().put("LC_ALL", "C");
                int exit = grep.redirectOutput(output.toFile()).start().waitFor();
                assertThat(exit).isLessThan(2); // 1 says that nothing was found
                found.addAll(Files.readAllLines(output));
            } finally {
                Files.delete(output);
            }
        }
        return found;
    }
}
