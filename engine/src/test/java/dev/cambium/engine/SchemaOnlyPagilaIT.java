package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.testing.SharedData;
import dev.cambium.engine.transfer.BranchImport;
import dev.cambium.engine.transfer.ImportSource;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

/** A schema-only branch of a real database, on each Postgres that the build brings. */
class SchemaOnlyPagilaIT {

    private static final String PAGILA = "pagila";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {18, 17})
    void hasExactlyTheSchemaOfPagilaAndNothingOfItsContent(int major) throws Exception {
        List<ImportSource> dump =
                List.of(
                        ImportSource.of(SharedData.file("pagila/pagila-schema.sql")),
                        ImportSource.of(SharedData.file("pagila/pagila-data.sql")));
        try (CoreEngine engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.AUTO)) {
            Project project =
                    engine.service()
                            .projects()
                            .create(
                                    new ProjectSetup(
                                            "rental", "main", "cambium", PAGILA, major, null));
            new BranchImport(engine.service()).run(project.id(), "main", dump, PAGILA);
            Branch source = engine.service().defaultBranch(project.id());
            engine.execute(source, PAGILA, "VACUUM ANALYZE");

            Branch made =
                    engine.service()
                            .createSchemaOnly(
                                    project.id(),
                                    "main",
                                    Moment.HEAD,
                                    BranchWish.named("bare", true))
                            .branch();

            assertThat(engine.list(made, PAGILA, "SHOW server_version_num").getFirst())
                    .startsWith(String.valueOf(major));
            SchemaRows.assertSame(engine, source, made, PAGILA);
            assertThat(engine.list(source, PAGILA, "SELECT count(*) FROM rental"))
                    .containsExactly("16044");
            assertThat(engine.list(made, PAGILA, countsOfAllTables(engine, made)))
                    .containsExactly("0");
            for (String content :
                    List.of(
                            "pg_largeobject",
                            "pg_stats WHERE schemaname = 'public'",
                            "pg_sequences WHERE last_value IS NOT NULL",
                            "pg_matviews WHERE ispopulated")) {
                assertThat(engine.list(made, PAGILA, "SELECT count(*) FROM " + content))
                        .as(content)
                        .containsExactly("0");
            }
        }
    }

    /** A query for the rows of all tables together, of which there are some. */
    private static String countsOfAllTables(CoreEngine engine, Branch branch) throws Exception {
        List<String> counts =
                engine.list(
                        branch,
                        PAGILA,
                        """
                        SELECT format('(SELECT count(*) FROM %s)', oid::regclass)
                        FROM pg_class
                        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                        """);
        assertThat(counts).hasSizeGreaterThan(15);
        return "SELECT " + String.join(" + ", counts);
    }
}
