package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.compute.InitDb;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.testing.Patience;
import dev.cambium.engine.volume.Volume;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A branch with the schema of another one has exactly that, and not one byte of its rows: looked
 * for with grep in every file and every WAL segment, on a source that holds a word of its own in
 * every place where content can be.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway") // set before the first test
abstract class SchemaOnlyContract {

    /** The words that were planted begin with this, followed by where they were planted. */
    private static final String WORD = "kanari_";

    /** A sequence that counted this far says how many rows there were. */
    private static final String COUNTED = "\\x11\\x22\\x33\\x44\\x55\\x66\\x77\\x01";

    /** Their oids are fixed (catalog/pg_database.dat). */
    private static final String TEMPLATE1 = "base/1";

    private static final String TEMPLATE0 = "base/4";

    private CoreEngine engine;
    private Project project;
    private Branch source;
    private Lsn past;
    private Branch made;

    abstract VolumeChoice volume();

    @BeforeAll
    void makeOneOfARichSource(@TempDir Path folder) throws Exception {
        engine = CoreEngine.open(folder.resolve("home"), volume());
        project =
                engine.service()
                        .projects()
                        .create(new ProjectSetup("shop", "main", "cambium", "shop", null, null));
        source = engine.service().defaultBranch(project.id());
        engine.execute(source, "postgres", "ALTER SYSTEM SET max_prepared_transactions = 5");
        sleep(source);
        plant();
        try (Connection open = engine.connect(source, "shop");
                Statement statement = open.createStatement()) {
            statement.execute("CREATE TEMP TABLE passing AS SELECT 'kanari_temporary' AS word");
            made = create("bare", Moment.HEAD);
        }
    }

    @AfterAll
    void stop() throws Exception {
        engine.close();
    }

    @Test
    void notAByteOfTheSourcesContentIsInTheBranch() throws Exception {
        sleep(source); // unlogged tables are written then
        Set<String> planted = wordsIn(source);
        assertThat(planted)
                .contains(
                        "kanari_row",
                        "kanari_deleted",
                        "kanari_updated",
                        "kanari_toasted",
                        "kanari_z",
                        "kanari_materialized",
                        "kanari_statistic",
                        "kanari_extended_statistic",
                        "kanari_large_object",
                        "kanari_comment_on_large_object",
                        "kanari_dropped_column",
                        "kanari_missing_value",
                        "kanari_unlogged",
                        "kanari_aborted",
                        "kanari_partition",
                        "kanari_other_database",
                        "kanari_closed_database",
                        "kanari_template",
                        "kanari_prepared",
                        "kanari_password",
                        "kanari_connection",
                        "kanari_gin",
                        "kanari_brin",
                        "kanari_stray_file",
                        "kanari_stray_segment",
                        "kanari_counted");
        sleep(made);

        Set<String> stayed = wordsIn(made);

        assertThat(stayed).containsExactly("kanari_schema");
        Patience.await("the copy is gone")
                .until(
                        () ->
                                engine.parts().catalog().timelines().stream()
                                        .map(Timeline::state)
                                        .noneMatch(state -> state == TimelineState.PASSING));
    }

    /** What initdb wrote is nobody's, and to write it anew takes as long as a user's database. */
    @Test
    void aDatabaseThatNobodyTouchedIsKeptByteForByte() throws Exception {
        Volume volume = engine.parts().volume();
        SealId template = template();
        TimelineId timeline = engine.service().branch(project.id(), "bare").currentTimeline();
        assertThat(volume.files(timeline, TEMPLATE0)).hasSizeGreaterThan(100);
        for (String file : volume.files(timeline, TEMPLATE0)) {
            assertThat(volume.read(timeline, file)).as(file).isEqualTo(volume.read(template, file));
        }
    }

    /** A table was made in that database: catalogs of functions do not know of it, others do. */
    @Test
    void ofADatabaseThatWasTouchedTheCatalogsAreKeptThatWereNot() throws Exception {
        Volume volume = engine.parts().volume();
        TimelineId timeline = engine.service().branch(project.id(), "bare").currentTimeline();
        Set<String> made = new HashSet<>(volume.files(template(), TEMPLATE1));
        List<String> relations =
                volume.files(timeline, TEMPLATE1).stream()
                        .filter(file -> file.matches(".*/\\d+"))
                        .toList();
        List<String> kept = relations.stream().filter(made::contains).toList();
        assertThat(kept).hasSizeBetween(50, relations.size() - 20);
        for (String file : kept) {
            assertThat(volume.read(timeline, file))
                    .as(file)
                    .isEqualTo(volume.read(template(), file));
        }
    }

    @Test
    void theSchemaIsThatOfTheSource() throws Exception {
        for (String database : List.of("shop", "second", "template1", "postgres")) {
            SchemaRows.assertSame(engine, source, made, database);
        }
    }

    @Test
    void nothingIsCountedAndNothingIsThere() throws Exception {
        assertThat(
                        engine.list(
                                made,
                                "shop",
                                """
                                SELECT relname FROM pg_class
                                WHERE oid >= 16384 AND reltuples > 0 AND relkind NOT IN ('S', 'i')
                                """))
                .isEmpty();
        assertThat(
                        engine.list(
                                made,
                                "shop",
                                "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"))
                .isEmpty();
        assertThat(engine.list(made, "shop", "SELECT last_value || ' ' || is_called FROM counted"))
                .containsExactly("5 false");
        assertThat(
                        engine.list(
                                made,
                                "shop",
                                "SELECT count(*) FROM pg_stats WHERE schemaname = 'public'"))
                .containsExactly("0");
        assertThat(engine.list(made, "shop", "SELECT loid FROM pg_largeobject")).isEmpty();
        assertThatThrownBy(() -> engine.list(made, "shop", "SELECT word FROM digest"))
                .hasMessageContaining("has not been populated");
        assertThat(engine.list(made, "shop", "SELECT umoptions::text FROM pg_user_mapping"))
                .containsExactlyInAnyOrder("{user=cambium}", "{user=reader}");
    }

    @Test
    void itIsARootOfItsOwnThatWorks() throws Exception {
        Branch now = engine.service().branch(project.id(), "bare");
        assertThat(now.parentId()).isNull();
        assertThat(now.parentPoint()).isNull();
        assertThat(engine.parts().catalog().schemaSource(now.id()).orElseThrow().sourceName())
                .isEqualTo("main");
        assertThatThrownBy(() -> engine.service().life().reset(project.id(), "bare", null, false))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("NO_PARENT"));

        Branch child =
                engine.service()
                        .createBranch(
                                project.id(), "bare", Moment.HEAD, BranchWish.named("child", true))
                        .branch();
        engine.execute(
                child,
                "shop",
                "INSERT INTO plain (word, amount) SELECT md5(g::text), g FROM generate_series(1, 500) g",
                "INSERT INTO fleeting (word) VALUES ('fresh')",
                "REFRESH MATERIALIZED VIEW digest");
        assertThat(engine.list(child, "shop", "SELECT count(*) FROM digest"))
                .containsExactly("500");
        assertThat(engine.list(child, "shop", "SELECT min(id) FROM plain")).containsExactly("1");
        engine.execute(child, "postgres", "CREATE DATABASE third TEMPLATE template1");
        engine.service().life().delete(project.id(), "child", Orphans.REFUSE);
    }

    @Test
    void whatTheSourceHasStaysAsItIs() throws Exception {
        assertThat(engine.list(source, "shop", "SELECT count(*) FROM far_away"))
                .containsExactly("3");
        assertThat(engine.list(source, "shop", "SELECT count(*) FROM guarded"))
                .containsExactly("1");
        assertThat(engine.list(source, "shop", "SELECT count(*) FROM pg_prepared_xacts"))
                .containsExactly("1");
    }

    @Test
    void aMomentOfThePastGivesTheSchemaOfThatMoment() throws Exception {
        Branch early = create("early", new Moment.AtLsn(past));

        assertThat(engine.list(early, "shop", "SELECT count(*) FROM plain")).containsExactly("0");
        assertThat(engine.list(early, "shop", "SELECT to_regclass('parts')")).containsNull();
        sleep(early);
        assertThat(wordsIn(early)).doesNotContain("kanari_row");
        engine.service().life().delete(project.id(), "early", Orphans.REFUSE);
    }

    private SealId template() throws IOException {
        return engine.parts().volume().seals().stream()
                .filter(seal -> seal.value().startsWith("sl-template-"))
                .findFirst()
                .orElseThrow();
    }

    // ---- the source

    private void plant() throws Exception {
        engine.execute(source, "shop", script("schema.sql"));
        past = engine.service().questions().moment(source, Moment.HEAD).lsn();
        engine.execute(
                source,
                "shop",
                script("content.sql")
                        .replace("${port}", String.valueOf(source.port()))
                        .replace("${password}", password()));
        plantLargeObject();
        engine.execute(source, "postgres", "CREATE DATABASE second", "CREATE DATABASE closed");
        engine.execute(
                source,
                "second",
                "CREATE TABLE t (word text)",
                "INSERT INTO t VALUES ('kanari_other_database')");
        engine.execute(
                source,
                "closed",
                "CREATE TABLE t (word text)",
                "INSERT INTO t VALUES ('kanari_closed_database')");
        engine.execute(
                source,
                "template1",
                "CREATE TABLE t (word text)",
                "INSERT INTO t VALUES ('kanari_template')");
        engine.execute(source, "postgres", "ALTER DATABASE closed ALLOW_CONNECTIONS false");
        abort();
        prepare();
        String folder = engine.list(source, "shop", "SHOW data_directory").getFirst();
        engine.execute(
                source,
                "shop",
                "COPY (SELECT 'kanari_stray_file') TO '%s/stray.txt'".formatted(folder),
                // Beside a catalog that is as initdb made it, as if it went on there.
                "COPY (SELECT 'kanari_stray_segment') TO '%s/base/%d/2617.1'"
                        .formatted(folder, InitDb.DATABASE_OID),
                "CHECKPOINT");
    }

    private void plantLargeObject() throws Exception {
        try (Connection connection = engine.connect(source, "shop");
                PreparedStatement statement =
                        connection.prepareStatement("SELECT lo_from_bytea(4711, ?)")) {
            statement.setBytes(1, "kanari_large_object".getBytes(UTF_8));
            statement.execute();
        }
        engine.execute(
                source,
                "shop",
                "COMMENT ON LARGE OBJECT 4711 IS 'kanari_comment_on_large_object'",
                "GRANT SELECT ON LARGE OBJECT 4711 TO reader");
    }

    private void abort() throws Exception {
        try (Connection connection = engine.connect(source, "shop");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO plain (word) VALUES ('kanari_aborted')");
            connection.rollback();
        }
    }

    private void prepare() throws Exception {
        try (Connection connection = engine.connect(source, "shop");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO plain (word) VALUES ('kanari_prepared')");
            statement.execute("PREPARE TRANSACTION 'half way'");
        }
    }

    private Branch create(String name, Moment moment) {
        return engine.service()
                .createSchemaOnly(project.id(), "main", moment, BranchWish.named(name, true))
                .branch();
    }

    private void sleep(Branch branch) {
        engine.service().endpoints().suspend(branch);
    }

    private String password() {
        return engine.parts()
                .catalog()
                .roleOf(source.id(), project.roleName())
                .orElseThrow()
                .password();
    }

    private static String script(String name) throws Exception {
        try (InputStream file =
                SchemaOnlyContract.class.getResourceAsStream("/schema-only/" + name)) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    // ---- what is looked at

    /** The planted words in the data folder and the WAL of a branch. */
    private Set<String> wordsIn(Branch branch) throws Exception {
        TimelineId timeline =
                engine.service().branch(project.id(), branch.name()).currentTimeline();
        Path data = engine.parts().volume().dataDirectory(timeline);
        Path wal = engine.parts().walFolders().of(timeline);
        Set<String> found = grep(data);
        found.addAll(grep(wal));
        return found;
    }

    /** By another process: this one must not touch the mount. */
    private static Set<String> grep(Path folder) throws Exception {
        Set<String> found = new TreeSet<>(run("-raohE", WORD + "[a-z_]+", folder));
        if (!run("-ralP", COUNTED, folder).isEmpty()) {
            found.add(WORD + "counted");
        }
        return found;
    }

    private static List<String> run(String options, String pattern, Path folder) throws Exception {
        Path output = Files.createTempFile("grep", ".txt");
        try {
            ProcessBuilder grep =
                    new ProcessBuilder("grep", options, "-e", pattern, folder.toString());
            grep.environment().put("LC_ALL", "C");
            int exit = grep.redirectOutput(output.toFile()).start().waitFor();
            assertThat(exit).isLessThan(2); // 1 says that nothing was found
            return Files.readAllLines(output);
        } finally {
            Files.delete(output);
        }
    }
}
