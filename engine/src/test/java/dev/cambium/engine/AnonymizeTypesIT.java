package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.anonymizer.report.MaskingReport;
import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.MaskingRuleSet;
import dev.cambium.engine.catalog.Project;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Anonymized branches on the volume {@code copy}: every family of types, and a busy source. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway") // set before the first test
class AnonymizeTypesIT {

    /** What is kept has to come through COPY, out of one server and into the other, unchanged. */
    private static final String KEPT =
            "tags, span, small, home, mood, bytes, mark, doc, bits, path, many, total, at, odd";

    /** Whatever the types look like, of this table only two columns are masked. */
    private static final String RULES =
            """
            cambium_rules: 1
            database: shop
            columns:
              plain.email: email
              plain.born: date_shift
            """
                    + Stream.of(
                                    "code tiny fine coarse total at plain_at hour zoned yes key host net card",
                                    "doc raw bytes mood few odd named")
                            .flatMap(line -> Stream.of(line.split(" ")))
                            .map("  plain.%s: keep\n"::formatted)
                            .collect(Collectors.joining());

    private CoreEngine engine;
    private Project project;
    private Branch source;

    @BeforeAll
    void fill(@TempDir Path folder) throws Exception {
        engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.COPY);
        project =
                engine.service()
                        .projects()
                        .create(new ProjectSetup("types", "main", "cambium", "shop", null, null));
        source = engine.service().defaultBranch(project.id());
        engine.execute(
                source,
                "shop",
                "CREATE DOMAIN mail AS varchar(80) CHECK (VALUE LIKE '%@%') NOT NULL",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE TYPE place AS (street text, number int)",
                "CREATE TYPE feeling AS ENUM ('good', 'so, so', 'bad')",
                """
                CREATE TABLE things (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email mail UNIQUE,
                    doubled int GENERATED ALWAYS AS (small * 2) STORED,
                    tags text[], span int4range, small positive, home place, mood feeling,
                    bytes bytea, mark xml, doc json, bits bit(5), path ltree_like, many tstzmultirange,
                    total numeric(30, 10), at timestamptz, odd text, picture oid)
                """
                        .replace("path ltree_like", "path point"),
                """
                INSERT INTO things (email, tags, span, small, home, mood, bytes, mark, doc, bits, path,
                    many, total, at, odd, picture)
                SELECT format('mail%s@corp.test', i), ARRAY['a,b', 'c"d', NULL, E'tab\\there'],
                    int4range(i, i + 5), i, ROW('Main "St"', i)::place, 'so, so',
                    decode('00ff0a5c09', 'hex'), '<a b="c">x</a>', '{"k":  "v\\\\n"}', B'10101',
                    point(i, 0.5), '{[2026-01-01 00:00+00,infinity)}', i / 7.0, 'infinity',
                    E'line\\nbreak\\\\ back \\r \\b end', lo_create(0)
                FROM generate_series(1, 300) i
                """,
                // Built-in types only: these rows are carried in the binary format.
                """
                CREATE TABLE plain (
                    id int PRIMARY KEY, email varchar(60) UNIQUE, born date, code char(9), tiny smallint,
                    fine float8, coarse float4, total numeric, at timestamptz, plain_at timestamp, hour time,
                    zoned timetz, yes bool, key uuid, host inet, net cidr, card macaddr, doc jsonb, raw json,
                    bytes bytea, mood feeling, few positive, odd text, named name)
                """,
                """
                INSERT INTO plain SELECT i, format('mail%s@corp.test', i), CASE i % 4 WHEN 0 THEN 'infinity'
                    WHEN 1 THEN '0044-03-15 BC' WHEN 2 THEN date '1980-01-01' + i END, 'x' || i, -i,
                    i / 7.0, 'NaN', 'NaN', '-infinity', '2026-01-01 10:00:00.000001', time '24:00',
                    timetz '10:00+02', i % 2 = 0, gen_random_uuid(), '10.0.0.1/8', '10.0.0.0/8',
                    '08:00:2b:01:02:03', '{"k": "v\\n\u00fc"}', '{"k":  1}', decode('00ff', 'hex'),
                    CASE WHEN i % 2 = 0 THEN 'so, so'::feeling END, i, E'tab\tline\n\\N \u00fc', 'n' || i
                FROM generate_series(1, 300) i
                """,
                "CREATE SCHEMA other",
                "CREATE TABLE other.things (note text)",
                "ANALYZE");
    }

    @AfterAll
    void stop() throws Exception {
        engine.close();
    }

    private Branch create(String name) {
        return engine.service()
                .createAnonymized(
                        project.id(),
                        "main",
                        Moment.HEAD,
                        BranchWish.named(name, true),
                        new Wish("shop", RULES, true))
                .branch();
    }

    private String digest(Branch branch) throws Exception {
        return engine.list(
                        branch,
                        "shop",
                        "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM (SELECT id, doubled, %s FROM things) t"
                                .formatted(KEPT))
                .getFirst();
    }

    @Test
    void whatIsNotPersonalComesThroughUnchangedWhateverItsType() throws Exception {
        Branch made = create("all-types");
        assertThat(digest(made)).isEqualTo(digest(source));
        String plain =
                "SELECT md5(string_agg((to_jsonb(t) - 'email' - 'born')::text, '|' ORDER BY id)) FROM plain t";
        assertThat(engine.list(made, "shop", plain)).isEqualTo(engine.list(source, "shop", plain));
        assertThat(
                        engine.list(
                                made,
                                "shop",
                                "SELECT count(*) FROM plain p JOIN things t USING (id) WHERE p.email = t.email"))
                .as("the same address becomes the same, in whatever format its table is carried")
                .containsExactly("300");
        assertThat(
                        engine.list(
                                made,
                                "shop",
                                "SELECT count(*) FROM plain WHERE born = 'infinity' AND id % 4 = 0"))
                .containsExactly("75");
        assertThat(
                        engine.list(
                                made,
                                "shop",
                                "SELECT count(*) FROM things WHERE email LIKE '%corp.test'"))
                .containsExactly("0");
        assertThat(engine.list(made, "shop", "SELECT count(DISTINCT email) FROM things"))
                .containsExactly("300");
        // Recovery may have skipped up to 32 numbers of a sequence, as after any crash.
        assertThat(
                        engine.list(
                                made,
                                "shop",
                                "INSERT INTO things (email) VALUES ('new@x.test') RETURNING id > 300"))
                .as("the identity goes on behind the rows")
                .containsExactly("t");
        MaskingReport report =
                engine.service().anonymizing().report(project.id(), "all-types").getFirst();
        assertThat(report.residues()).isEmpty();
        assertThat(report.warnings()).anyMatch(each -> each.contains("300 large objects"));
        assertThat(engine.list(made, "shop", "SELECT count(*) FROM pg_largeobject_metadata"))
                .containsExactly("0");
    }

    @Test
    void aSourceThatChangesMeanwhileIsSeenAsItWasAtOneMoment() throws Exception {
        engine.execute(
                source,
                "shop",
                "CREATE TABLE pairs (side int, turn int)",
                "INSERT INTO pairs SELECT i % 2, 0 FROM generate_series(1, 2000) i");
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                while (!done.get()) {
                                    engine.execute(
                                            source, "shop", "UPDATE pairs SET turn = turn + 1");
                                }
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        Branch made;
        try {
            made = create("while-it-changes");
        } finally {
            done.set(true);
            writer.join();
        }
        assertThat(engine.list(made, "shop", "SELECT count(DISTINCT turn) FROM pairs"))
                .as("one transaction was caught, whole")
                .containsExactly("1");
        assertThat(engine.list(made, "shop", "SELECT count(*) FROM pairs")).containsExactly("2000");
    }

    @Test
    void aProjectWhoseKeyIsGoneIsRefusedInsteadOfMaskedAnotherWay() throws Exception {
        Project other =
                engine.service()
                        .projects()
                        .create(new ProjectSetup("keyless", "main", "cambium", "shop", null, null));
        // Rules are never without a key, unless somebody put a part of the catalog back.
        engine.parts()
                .catalog()
                .commit(
                        change ->
                                change.masking()
                                        .put(
                                                new MaskingRuleSet(
                                                        other.id(),
                                                        "shop",
                                                        1,
                                                        "cambium_rules: 1\ndatabase: shop\n",
                                                        Instant.EPOCH)));
        assertThatThrownBy(
                        () ->
                                engine.service()
                                        .createAnonymized(
                                                other.id(),
                                                "main",
                                                Moment.HEAD,
                                                BranchWish.named("second", true),
                                                new Wish("shop", null, true)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("its key is missing");
        assertThat(engine.service().branches(other.id()))
                .extracting(Branch::name)
                .containsExactly("main");
    }
}
