package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A schema-only branch of databases with next to nothing in them. Each has most of its catalogs as
 * initdb made them, and others than the next one: what is kept must not be what is written while
 * the rest is written anew.
 */
class SchemaOnlyScarceIT {

    /** One database for each. */
    private static final List<String> CONTENTS =
            List.of(
                    "CREATE TABLE without_index (word text)",
                    "CREATE TABLE bare ()",
                    "CREATE TYPE mood AS ENUM ('kanari')",
                    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "CREATE VIEW seen AS SELECT 1 AS one",
                    "CREATE SEQUENCE counted",
                    "CREATE SCHEMA other",
                    "COMMENT ON SCHEMA public IS 'kanari'",
                    "CREATE PUBLICATION all_of_it FOR ALL TABLES",
                    "CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple)",
                    "CREATE FOREIGN DATA WRAPPER nothing",
                    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
                    "CREATE TABLE gone (id serial PRIMARY KEY); DROP TABLE gone",
                    "CREATE TABLE parts (id int) PARTITION BY RANGE (id)",
                    "SELECT lo_create(4711)",
                    "DROP SCHEMA public",
                    "ANALYZE",
                    "VACUUM FULL");

    @TempDir private Path folder;

    @Test
    void isMadeOfEach() throws Exception {
        try (CoreEngine engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.AUTO)) {
            Project project = engine.service().projects().create(ProjectSetup.named("scarce"));
            Branch source = engine.service().defaultBranch(project.id());
            for (int i = 0; i < CONTENTS.size(); i++) {
                engine.execute(source, "postgres", "CREATE DATABASE " + database(i));
                engine.execute(source, database(i), CONTENTS.get(i));
            }

            Branch made = schemaOnly(engine, project, "bare");

            for (String database : List.of(database(0), database(11))) {
                SchemaRows.assertSame(engine, source, made, database);
            }
            for (int i = 0; i < CONTENTS.size(); i++) {
                assertThat(engine.list(made, database(i), "SELECT count(*) > 0 FROM pg_proc"))
                        .containsExactly("t");
            }
            assertThat(engine.list(made, database(4), "SELECT one FROM seen")).containsExactly("1");
            assertThat(
                            engine.list(
                                    made,
                                    database(14),
                                    "SELECT count(*) FROM pg_largeobject_metadata"))
                    .containsExactly("0");
        }
    }

    /** Of its catalogs most are as initdb made them, those that all databases share too. */
    @Test
    void isMadeOfAProjectThatNobodyUsed() throws Exception {
        try (CoreEngine engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.AUTO)) {
            for (ProjectSetup setup :
                    List.of(
                            ProjectSetup.named("fresh"),
                            new ProjectSetup("named", "main", "ann", "shop", null, null))) {
                Project project = engine.service().projects().create(setup);
                Branch source = engine.service().defaultBranch(project.id());
                String database = Objects.requireNonNull(project.defaultDatabase());
                Branch early = schemaOnly(engine, project, "early");
                SchemaRows.assertSame(engine, source, early, database);
                engine.execute(source, database, "CREATE TABLE t (word text)");
                engine.execute(
                        source,
                        "postgres",
                        "CREATE DATABASE unused",
                        "CREATE DATABASE half_dropped",
                        // As a DROP leaves it that was interrupted (DATCONNLIMIT_INVALID_DB).
                        "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'half_dropped'",
                        "CHECKPOINT");
                Branch later = schemaOnly(engine, project, "later");
                for (String kept : List.of("unused", "template1")) {
                    assertThat(engine.list(later, kept, "SELECT pg_relation_filenode('pg_class')"))
                            .as("the number of a file that initdb made, in %s", kept)
                            .containsExactly("1259");
                }
                assertThat(engine.list(later, database, "SELECT count(*) FROM t"))
                        .containsExactly("0");
                assertThat(engine.list(later, database, "SELECT datname FROM pg_database"))
                        .contains("unused")
                        .doesNotContain("half_dropped");
            }
        }
    }

    private static Branch schemaOnly(CoreEngine engine, Project project, String name) {
        return engine.service()
                .createSchemaOnly(project.id(), "main", Moment.HEAD, BranchWish.named(name, true))
                .branch();
    }

    private static String database(int number) {
        return "scarce" + number;
    }
}
