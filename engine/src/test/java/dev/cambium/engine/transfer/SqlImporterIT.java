package dev.cambium.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.testing.SharedData;
import dev.cambium.engine.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

class SqlImporterIT {

    @TempDir static Path folder;
    static TestPostgres postgres;
    static PostgresConnector connector;

    @BeforeAll
    static void start() throws IOException {
        postgres = TestPostgres.initdb(folder.resolve("pgdata"), "--wal-segsize=1");
        postgres.start("max_wal_size=256MB", "fsync=off");
        connector = new PostgresConnector("127.0.0.1", postgres.port(), "postgres", null);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void loadsPagila() throws SQLException {
        List<ImportProgress> heard = new ArrayList<>();
        ImportResult result =
                new SqlImporter(connector, heard::add)
                        .run(
                                List.of(
                                        ImportSource.of(
                                                SharedData.file("pagila/pagila-schema.sql")),
                                        ImportSource.of(SharedData.file("pagila/pagila-data.sql"))),
                                "pagila");
        assertThat(query("pagila", "SELECT count(*) FROM rental")).isEqualTo("16044");
        assertThat(query("pagila", "SELECT count(*) FROM payment")).isEqualTo("16044");
        assertThat(query("pagila", "SELECT count(*) FROM customer")).isEqualTo("599");
        assertThat(query("pagila", "SELECT last_day('2024-02-03')")).isEqualTo("2024-02-29");
        assertThat(result.databases()).containsExactly("pagila");
        assertThat(result.rowsCopied()).isGreaterThan(40_000);
        assertThat(result.bytesRead()).isEqualTo(60_497 + 2_996_311);
        assertThat(heard.getLast().bytesRead()).isEqualTo(result.bytesRead());
        assertThat(heard.getLast().bytesTotal()).isEqualTo(result.bytesRead());
        assertThat(heard.getLast().rowsCopied()).isEqualTo(result.rowsCopied());
    }

    @Test
    void loadsChinookWhichMakesItsOwnDatabase() throws SQLException {
        for (int time = 0; time < 2; time++) {
            ImportResult result = load("postgres", SharedData.file("chinook/chinook.sql"));
            assertThat(result.databases()).containsExactly("postgres", "chinook");
        }
        assertThat(query("chinook", "SELECT count(*) FROM album")).isEqualTo("347");
        assertThat(query("chinook", "SELECT count(*) FROM track")).isEqualTo("3503");
        assertThat(query("chinook", "SELECT count(*) FROM invoice_line")).isEqualTo("2240");
        assertThat(query("chinook", "SELECT name FROM artist WHERE artist_id = 6"))
                .isEqualTo("Antônio Carlos Jobim");
    }

    @Test
    void saysWhatToDoWhenAScriptDropsTheDatabaseItRunsIn() {
        assertThatThrownBy(() -> load("chinook", SharedData.file("chinook/chinook.sql")))
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("chinook.sql, line 19")
                .hasMessageContaining("begin the import in another one");
    }

    @Test
    void unpacksGzip() throws IOException, SQLException {
        Path packed = folder.resolve("packed.sql.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(
                    "CREATE TABLE t (i int);\nCOPY t FROM stdin;\n1\n2\n\\.\n"
                            .getBytes(StandardCharsets.UTF_8));
        }
        ImportResult result = load("gz", packed);
        assertThat(query("gz", "SELECT sum(i) FROM t")).isEqualTo("3");
        assertThat(result.statements()).isEqualTo(2);
        assertThat(result.rowsCopied()).isEqualTo(2);
        assertThat(result.bytesRead()).isEqualTo(Files.size(packed));
    }

    @Test
    void pointsToTheLineOfASyntaxError() throws SQLException {
        ImportFailure failure =
                failure("syntax", "CREATE TABLE a ();\n\nSELECT 1,\n  2,\n  FROM a;\nSELECT 3;");
        assertThat(failure.line()).isEqualTo(5);
        assertThat(failure)
                .hasMessageStartingWith("test.sql, line 5: syntax error at or near \"FROM\"");
        assertThat(failure.serverError()).hasFieldOrPropertyWithValue("sqlState", "42601");
        assertThat(query("syntax", "SELECT count(*) FROM a")).isEqualTo("0");
    }

    @Test
    void pointsToTheLineOfAWrongRow() throws SQLException {
        ImportFailure failure =
                failure(
                        "rows",
                        "CREATE TABLE t (i int);\n\nCOPY t FROM stdin;\n1\n2\nthree\n4\n\\.\n");
        assertThat(failure.line()).isEqualTo(6);
        assertThat(failure).hasMessageContaining("three");
        assertThat(query("rows", "SELECT count(*) FROM t")).isEqualTo("0");
        ImportFailure missing = failure("rows", "\nCOPY nowhere FROM stdin;\n1\n\\.\n");
        assertThat(missing.line()).isEqualTo(2);
        ImportFailure cutOff = failure("rows", "COPY t FROM stdin;\n1\n2\n");
        assertThat(cutOff).hasMessageContaining("cut off");
        assertThat(query("rows", "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void makesRolesThatTheDumpExpects() throws SQLException {
        ImportResult result =
                run(
                        "roles",
                        "CREATE TABLE t ();\nALTER TABLE t OWNER TO alice;\n"
                                + "GRANT SELECT ON t TO \"Bob B\", alice, carol;\n"
                                + "BEGIN; CREATE TABLE u (); ALTER TABLE u OWNER TO dave; COMMIT;\n"
                                + "CREATE ROLE alice;\n");
        assertThat(query("roles", "SELECT tableowner FROM pg_tables WHERE tablename = 't'"))
                .isEqualTo("alice");
        assertThat(query("roles", "SELECT tableowner FROM pg_tables WHERE tablename = 'u'"))
                .isEqualTo("dave");
        assertThat(
                        query(
                                "roles",
                                "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles"
                                        + " WHERE rolname IN ('alice', 'Bob B', 'carol', 'dave')"
                                        + " AND NOT rolcanlogin"))
                .isEqualTo("Bob B,alice,carol,dave");
        assertThat(result.notes()).hasSize(6);
    }

    @Test
    void runsAClusterDump() throws SQLException {
        ImportResult result =
                run(
                        "postgres",
                        """
                        \\restrict abc
                        SET default_transaction_read_only = off;
                        CREATE ROLE postgres;
                        ALTER ROLE postgres WITH SUPERUSER LOGIN;
                        CREATE TABLESPACE fast OWNER postgres LOCATION '/nowhere';
                        \\unrestrict abc
                        \\connect template1
                        \\restrict def
                        SET client_encoding = 'SQL_ASCII';
                        SET transaction_timeout = 0;
                        CREATE DATABASE "the shop" WITH TEMPLATE = template0 ENCODING = 'UTF8' \
                        LOCALE_PROVIDER = libc LOCALE = 'xx_XX.UTF-8' TABLESPACE = fast;
                        \\unrestrict def
                        \\connect -reuse-previous=on "dbname='the shop'"
                        \\restrict ghi
                        SET client_encoding = 'UTF8';
                        SET default_tablespace = fast;
                        CREATE TABLE t (name text);
                        COPY t FROM stdin;
                        ä\\nb
                        \\.
                        \\unrestrict ghi
                        """);
        assertThat(query("the shop", "SELECT name FROM t")).isEqualTo("ä\nb");
        assertThat(result.databases()).containsExactly("postgres", "template1", "the shop");
    }

    @Test
    void forbidsMetaCommandsInRestrictedPartsAsPsqlDoes() {
        assertThat(failure("postgres", "\\restrict k\n\\connect template1\n"))
                .hasMessageContaining("line 2");
        assertThat(failure("postgres", "\\restrict k\n\\unrestrict other\n"))
                .hasMessageContaining("line 2");
        assertThat(failure("postgres", "SELECT 1;\n\\! touch x\n"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("\\! touch x");
        assertThat(failure("postgres", "\\c no_such_database\n"))
                .hasMessageContaining("no_such_database")
                .hasMessageContaining("does not exist");
    }

    @Test
    void sendsEachStatementAsItStands() throws SQLException {
        run(
                "verbatim",
                """
                CREATE TABLE a (i int, s text);
                CREATE TABLE log (i int);
                CREATE RULE r AS ON INSERT TO a DO ALSO
                  (INSERT INTO log VALUES (new.i); INSERT INTO log VALUES (-new.i));
                CREATE FUNCTION f() RETURNS int LANGUAGE sql
                BEGIN ATOMIC
                  SELECT CASE WHEN true THEN 1 ELSE 2 END;
                  SELECT 42;
                END;
                INSERT INTO a VALUES (7, 'it''s {fn now()} ? $1 :x; -- no comment');
                SELECT E'\\';' AS "semi;colon";
                DO $do$ BEGIN RAISE NOTICE 'hello; there'; END $do$;
                """);
        assertThat(query("verbatim", "SELECT f()")).isEqualTo("42");
        assertThat(query("verbatim", "SELECT s FROM a"))
                .isEqualTo("it's {fn now()} ? $1 :x; -- no comment");
        assertThat(query("verbatim", "SELECT sum(i) || '/' || count(*) FROM log")).isEqualTo("0/2");
    }

    @Test
    void readsOtherEncodingsAsTheScriptDeclares() throws SQLException {
        String script =
                "SET client_encoding = 'LATIN1';\nCREATE TABLE t (s text);\n"
                        + "INSERT INTO t VALUES ('größe');\nCOPY t FROM stdin;\nétage\n\\.\n"
                        + "\\encoding WIN1252\nINSERT INTO t VALUES ('\u00A3 5');\n";
        byte[] bytes = script.getBytes(Charset.forName("windows-1252"));
        new SqlImporter(connector, progress -> {})
                .run(List.of(ImportSource.of("l1", new ByteArrayInputStream(bytes))), "encodings");
        assertThat(query("encodings", "SELECT string_agg(s, '|') FROM t"))
                .isEqualTo("größe|étage|£ 5");
        assertThat(failure("encodings", "SET client_encoding = 'SJIS';\nSELECT 1;"))
                .hasMessageContaining("SJIS");
    }

    @Test
    void refusesToLoseAnOpenTransaction() {
        assertThat(failure("open", "BEGIN;\nCREATE TABLE t ();\n")).hasMessageContaining("COMMIT");
        assertThat(failure("open", "BEGIN;\nCREATE TABLE t ();\n\\c postgres\n"))
                .hasMessageContaining("COMMIT");
    }

    @Test
    void includesScriptsBesideIt() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("inc/sub"));
        Files.writeString(
                folder.resolve("inc/sub/b.sql"), "INSERT INTO t VALUES (2);\n\\ir c.sql\n");
        Files.writeString(folder.resolve("inc/sub/c.sql"), "INSERT INTO t VALUES (3);\n");
        Path main = folder.resolve("inc/a.sql");
        Files.writeString(
                main, "CREATE TABLE t (i int);\n\\i sub/b.sql\nINSERT INTO t VALUES (1);\n");
        load("includes", main);
        assertThat(query("includes", "SELECT string_agg(i::text, '') FROM t")).isEqualTo("231");
        Files.writeString(main, "\\i a.sql\n");
        assertThatThrownBy(() -> load("includes", main)).hasMessageContaining("too deeply");
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() {
        byte[] bytes = "SELECT pg_sleep(0.02);\n".repeat(500).getBytes(StandardCharsets.UTF_8);
        SqlImporter importer =
                new SqlImporter(connector, progress -> Thread.currentThread().interrupt());
        try {
            assertThatThrownBy(
                            () ->
                                    importer.run(
                                            List.of(
                                                    ImportSource.of(
                                                            "s", new ByteArrayInputStream(bytes))),
                                            "postgres"))
                    .isInstanceOf(ImportFailure.class)
                    .hasMessageContaining("cancelled");
        } finally {
            Thread.interrupted();
        }
    }

    private static ImportFailure failure(String database, String script) {
        return catchThrowableOfType(ImportFailure.class, () -> run(database, script));
    }

    private static ImportResult run(String database, String script) {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        return new SqlImporter(connector, progress -> {})
                .run(
                        List.of(ImportSource.of("test.sql", new ByteArrayInputStream(bytes))),
                        database);
    }

    private static ImportResult load(String database, Path... files) {
        return new SqlImporter(connector, progress -> {})
                .run(Arrays.stream(files).map(ImportSource::of).toList(), database);
    }

    private static String query(String database, String sql) throws SQLException {
        try (Connection connection = connector.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }
}
