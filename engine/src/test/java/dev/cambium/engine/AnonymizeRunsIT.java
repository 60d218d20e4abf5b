package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.anonymize.MaskingRule;
import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How branches with anonymized data are made, and made anew: what is asked for beforehand, and that
 * whatever goes wrong leaves nothing behind.
 */
@SuppressWarnings("NullAway") // what it is given is set before the first test
class AnonymizeRunsIT extends OnMaskedShop {

    @Test
    void itIsProtectedOrExpiresFromItsFirstMomentOn() {
        Instant end = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        Wish wish = new Wish("shop", RULES, true);
        Branch passing = create(new BranchWish("passing", false, false, end), wish);
        assertThat(passing.expiresAt()).isEqualTo(end);
        Branch guarded = create(new BranchWish("guarded", false, true, null), wish);
        assertThat(guarded.isProtected()).isTrue();
        assertThat(engine.service().operations(project.id()))
                .noneMatch(operation -> operation.action().equals("update_branch"));
    }

    @Test
    void itIsFilledAnewUnderTheSamePort() throws Exception {
        Branch branch = create("again", new Wish("shop", RULES, true));
        String seventh = "SELECT email FROM people WHERE id = 7";
        String mask = one(branch, seventh);
        engine.execute(
                source,
                "shop",
                "INSERT INTO logins SELECT 'kanarienvogel_later', max(id) FROM people ON CONFLICT DO NOTHING");
        Branch refreshed = engine.service().anonymizeAgain(project.id(), "again");
        assertThat(refreshed.port()).isEqualTo(branch.port());
        assertThat(one(refreshed, "SELECT count(*)::text FROM logins")).isEqualTo("3001");
        assertThat(placesWith(refreshed)).isEmpty();
        // The same value has the same mask in every run.
        assertThat(one(refreshed, seventh)).isEqualTo(mask);
        engine.service().life().undo(project.id(), null);
        Branch back = engine.service().branch(project.id(), "again");
        assertThat(one(back, "SELECT count(*)::text FROM logins")).isEqualTo("3000");
        assertThat(engine.service().anonymizing().report(project.id(), "again").getFirst().rows())
                .isEqualTo(7_000);
        engine.execute(
                source, "shop", "DELETE FROM logins WHERE user_name = 'kanarienvogel_later'");
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

    /** As in pagila, where the partitioned table itself has no foreign key. */
    @Test
    void aSubsetIsClosedOverForeignKeysThatOnlyPartitionsHave() throws Exception {
        engine.execute(
                source,
                "shop",
                "CREATE TABLE receipts (at date, person int) PARTITION BY RANGE (at)",
                "CREATE TABLE receipts_old PARTITION OF receipts FOR VALUES FROM (MINVALUE) TO ('2026-01-01')",
                "CREATE TABLE receipts_new PARTITION OF receipts FOR VALUES FROM ('2026-01-01') TO (MAXVALUE)",
                "ALTER TABLE receipts_new ADD FOREIGN KEY (person) REFERENCES people",
                "INSERT INTO receipts VALUES ('2025-12-31', -1)",
                "INSERT INTO receipts SELECT '2026-01-01', id FROM people");
        try {
            String rules =
                    RULES + "  receipts.at: keep\nsubsets:\n  people: {where: \"t.id <= 100\"}\n";
            Branch branch = create("closed", new Wish("shop", rules, true));
            assertThat(one(branch, "SELECT count(*)::text FROM receipts_new")).isEqualTo("100");
            assertThat(one(branch, "SELECT person::text FROM receipts_old")).isEqualTo("-1");
            assertThat(
                            engine.service()
                                    .anonymizing()
                                    .report(project.id(), "closed")
                                    .getFirst()
                                    .foreignKeys())
                    .containsEntry("public.receipts_new receipts_new_person_fkey", true)
                    .doesNotContainValue(false);
        } finally {
            engine.execute(source, "shop", "DROP TABLE receipts");
        }
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
}
