package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.SchemaTable;
import dev.cambium.engine.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** Copies of a running Postgres 15, and of archives that pg_dump made of it. */
class TwinIT {

    /** Where Debian's package postgresql-15 has it. */
    private static final Path POSTGRES_15 = Path.of("/usr/lib/postgresql/15");

    private static final String DATABASE = "source";

    @TempDir private static Path folder;

    private static TestPostgres source;
    private static ApiFixture engine;

    @BeforeAll
    static void startBoth() throws Exception {
        assumeThat(Files.isExecutable(POSTGRES_15.resolve("bin/postgres")))
                .as("the Debian package postgresql-15 is not installed")
                .isTrue();
        source = TestPostgres.initdb(POSTGRES_15, folder.resolve("pgdata"));
        source.start();
        source.execute(
                "create role app login",
                "create database " + DATABASE,
                "alter database %s owner to app".formatted(DATABASE));
        inSource(
                "create table customer (id bigint generated always as identity primary key, name text not null, loud text generated always as (upper(name)) stored)",
                "insert into customer (name) select 'n' || n from generate_series(1, 20000) n",
                "create table buy (id serial primary key, customer bigint references customer, at date)",
                "insert into buy (customer, at) select 1 + n % 100, '2026-01-01' from generate_series(1, 5000) n",
                "create table day (at date not null, n int) partition by range (at)",
                "create table day_1 partition of day for values from ('2026-01-01') to ('2026-02-01')",
                "insert into day values ('2026-01-05', 7)",
                "create table \"odd \"\" name\" (\"a b\" text, gone int)",
                "insert into \"odd \"\" name\" values (E'tab\\there', 1)",
                "alter table \"odd \"\" name\" drop column gone",
                "create materialized view names as select count(*) as n from customer",
                "create function never() returns trigger language plpgsql as $$ begin raise exception 'a trigger ran'; end $$",
                "create trigger never before insert on buy for each row execute function never()",
                "create publication outside for all tables",
                "select lo_from_bytea(4711, 'large object'::bytea)",
                "alter table buy owner to app");
        engine = new ApiFixture(folder.resolve("home"));
    }

    @AfterAll
    static void stopBoth() throws IOException {
        if (engine != null) {
            engine.close();
        }
        if (source != null) {
            source.close();
        }
    }

    @Test
    void everythingIsCopiedAndNothingActsInTheSourcesName() throws Exception {
        engine.branch("twin", "main");
        ImportReport report = copy("twin", "shop", false);
        assertThat(report.rowsCopied()).isEqualTo(25_002);
        assertThat(engine.query("twin", "select count(*) || max(loud) from customer"))
                .isEqualTo("20000N9999");
        assertThat(engine.query("twin", "select sum(customer) from buy")).isEqualTo("252500");
        assertThat(engine.query("twin", "select n from day_1")).isEqualTo("7");
        assertThat(engine.query("twin", "select \"a b\" from \"odd \"\" name\""))
                .isEqualTo("tab\there");
        assertThat(engine.query("twin", "select n from names")).isEqualTo("20000");
        assertThat(engine.query("twin", "select convert_from(lo_get(4711), 'UTF8')"))
                .isEqualTo("large object");
        assertThat(engine.query("twin", "select count(*) from pg_publication")).isEqualTo("0");
        assertThat(engine.query("twin", "select nextval('buy_id_seq')")).isEqualTo("5001");
        assertThat(engine.query("twin", "insert into customer (name) values ('new') returning id"))
                .isEqualTo("20001");
        assertThat(engine.query("twin", "select tableowner from pg_tables where tablename = 'buy'"))
                .isEqualTo("app");
    }

    @Test
    void aRefreshServesTheOldUntilTheNewIsWholeAndCanBeTakenBack() throws Exception {
        engine.branch("nightly", "main");
        copy("nightly", "shop", false);
        engine.execute("nightly", "create table mine (id int)");
        inSource("insert into day values ('2026-01-06', 8)");
        AtomicBoolean served = new AtomicBoolean(true);
        AtomicBoolean done = new AtomicBoolean();
        Thread reader = Thread.ofVirtual().start(() -> readUntil(done, "nightly", served));
        copy("nightly", "shop", true);
        done.set(true);
        reader.join();
        assertThat(served).isTrue();
        assertThat(engine.query("nightly", "select max(n) from day")).isEqualTo("8");
        assertThat(tables("nightly")).doesNotContain("mine");
        engine.client.life().undo(engine.project.id(), null);
        assertThat(tables("nightly")).contains("mine");
    }

    @Test
    void aSourceThatCannotBeReachedLeavesTheBranchAsItWas() {
        EngineException refused =
                catchThrowableOfType(
                        EngineException.class,
                        () ->
                                engine.client
                                        .transfers()
                                        .importDatabase(
                                                engine.project.id(),
                                                "main",
                                                new DatabaseImport(
                                                        "postgres://u:secretword@127.0.0.1:%d/nowhere"
                                                                .formatted(source.port()),
                                                        null,
                                                        false)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused)
                .hasMessageContaining("nowhere on 127.0.0.1")
                .hasMessageNotContaining("secretword");
    }

    @Test
    void archivesAreLoadedThroughTheInstalledPgRestore() throws Exception {
        for (String format : List.of("custom", "directory")) {
            Path archive = folder.resolve("archive-" + format);
            Process dump =
                    new ProcessBuilder(
                                    POSTGRES_15.resolve("bin/pg_dump").toString(),
                                    "--format=" + format,
                                    "--file=" + archive,
                                    "--dbname=postgresql://postgres@127.0.0.1:%d/%s"
                                            .formatted(source.port(), DATABASE))
                            .inheritIO()
                            .start();
            assertThat(dump.waitFor()).isZero();
            engine.branch(format, "main");
            engine.client
                    .transfers()
                    .importFiles(
                            engine.project.id(), format, new ImportRequest(List.of(archive), null));
            assertThat(engine.query(format, "select count(*) from customer")).isEqualTo("20000");
        }
    }

    private static ImportReport copy(String branch, String database, boolean refresh) {
        return engine.client
                .transfers()
                .importDatabase(
                        engine.project.id(),
                        branch,
                        new DatabaseImport(
                                "postgres://postgres:unused@127.0.0.1:%d/%s?sslmode=prefer"
                                        .formatted(source.port(), DATABASE),
                                database,
                                refresh));
    }

    private static void inSource(String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(source.jdbcUrl(DATABASE), "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Set<String> tables(String branch) {
        Set<String> names = new TreeSet<>();
        engine.client
                .schemas()
                .tables(engine.project.id(), branch, "shop", null)
                .forEach((SchemaTable table) -> names.add(table.name()));
        return names;
    }

    /** The exchange itself cuts who is connected; the next connection must succeed. */
    private static void readUntil(AtomicBoolean done, String branch, AtomicBoolean served) {
        int failures = 0;
        while (!done.get() && failures < 2) {
            try {
                engine.query(branch, "select count(*) from customer");
                failures = 0;
            } catch (SQLException e) {
                failures++;
            }
        }
        served.set(failures < 2);
    }
}
