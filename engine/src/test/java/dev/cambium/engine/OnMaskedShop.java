package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.anonymize.MaskingRuns.Wish;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A shop full of personal data, with keys of all kinds, and the rules that mask it. Each class has
 * its own.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway") // set before the first test
abstract class OnMaskedShop {

    /**
     * Every personal value of the source holds this word. Masks that keep the form of a value make
     * letters of letters: a word of six would come up by chance, once in some thousand runs.
     */
    static final String WORD = "kanarienvogel";

    private static final String AROUND = ".\\{0,20\\}";

    static final String RULES =
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

    CoreEngine engine;
    Project project;
    Branch source;

    @BeforeAll
    void makeShop(@TempDir Path folder) throws Exception {
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
                SELECT format('kanarienvogel_mail%s@corp.test', i), 'Kanarienvogel_first' || i % 7,
                    'kanarienvogellast' || i, '+49 30 kanarienvogel ' || 1000000 + i,
                    date '1980-01-01' + i, CASE WHEN i % 3 > 0 THEN 'told kanarienvogel_note that' END,
                    jsonb_build_object('contact', format('kanarienvogel_doc%s@corp.test', i), 'n', i),
                    CASE WHEN i > 1 THEN format('kanarienvogel_mail%s@corp.test', i / 2) END
                FROM generate_series(1, 3000) i
                """,
                "ALTER TABLE people ENABLE ALWAYS TRIGGER always",
                "INSERT INTO logins SELECT 'kanarienvogel_login' || i, i FROM generate_series(1, 3000) i",
                "INSERT INTO passes SELECT i % 5, 'KANARIENVOGEL' || i FROM generate_series(1, 500) i",
                """
                INSERT INTO visits SELECT date '2025-06-01' + i % 400, i % 3000 + 1, i % 5,
                    'KANARIENVOGEL' || i, 'kanarienvogel_place' FROM generate_series(1, 500) i
                """,
                "CREATE MATERIALIZED VIEW per_site AS SELECT site, count(*), min(code) AS first FROM visits GROUP BY site",
                "CREATE SEQUENCE counter START 77",
                "SELECT nextval('counter')",
                "ANALYZE");
    }

    @AfterAll
    void stop() throws Exception {
        engine.close();
    }

    final Branch create(String name, Wish wish) {
        return create(BranchWish.named(name, true), wish);
    }

    final Branch create(BranchWish branch, Wish wish) {
        return engine.service()
                .createAnonymized(project.id(), "main", Moment.HEAD, branch, wish)
                .branch();
    }

    final String one(Branch branch, String query) throws Exception {
        return engine.list(branch, "shop", query).getFirst();
    }

    final void nothingIsLeft() {
        assertThat(engine.parts().catalog().timelines())
                .extracting(timeline -> timeline.state())
                .doesNotContain(TimelineState.OPENING);
    }

    /**
     * The files and segments that hold the word, with what is around it. By another process: this
     * one must not touch the mount.
     */
    final Set<String> placesWith(Branch branch) throws Exception {
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
                ProcessBuilder grep =
                        new ProcessBuilder(
                                "grep", "-raoi", "-m3", AROUND + WORD + AROUND, folder.toString());
                grep.environment().put("LC_ALL", "C");
                int exit = grep.redirectOutput(output.toFile()).start().waitFor();
                assertThat(exit).isLessThan(2); // 1 says that nothing was found
                found.addAll(Files.readAllLines(output, StandardCharsets.ISO_8859_1));
            } finally {
                Files.delete(output);
            }
        }
        return found;
    }
}
