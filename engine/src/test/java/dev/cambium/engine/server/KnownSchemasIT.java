package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.compute.Console;
import dev.cambium.engine.schema.Comparing;
import dev.cambium.engine.schema.SchemaModel;
import dev.cambium.engine.schema.SchemaSession;
import dev.cambium.engine.testing.Patience;
import dev.cambium.engine.testing.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What is kept of schemas, and for how long. */
class KnownSchemasIT {

    private static final String DATABASE = "postgres";

    @TempDir private Path folder;

    private final KnownSchemas known = new KnownSchemas();
    private TestPostgres postgres;
    private Console console;

    @BeforeEach
    void start() throws Exception {
        postgres = TestPostgres.initdb(folder.resolve("tl-test"));
        postgres.start("unix_socket_directories=" + folder, "autovacuum=off");
        console = new Console(folder, postgres.port());
        postgres.execute("create table first (id int)");
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    @Test
    void aSchemaIsReadOnceUntilSomethingIsWritten() throws Exception {
        SchemaModel first = read();
        assertThat(read()).isSameAs(first);
        postgres.execute("select count(*) from first", "checkpoint", "vacuum first");
        assertThat(read()).isSameAs(first);

        postgres.execute("comment on table first is 'said'");

        SchemaModel second = read();
        assertThat(second).isNotSameAs(first);
        assertThat(second.sql()).contains("said");
        assertThat(read()).isSameAs(second);
    }

    @Test
    void whoIsLentASchemaHasItAlone() throws Exception {
        SchemaModel first = read();
        try (SchemaSession session = session();
                KnownSchemas.Lent lent = known.of(session, DATABASE)) {
            assertThat(lent.model()).isSameAs(first);
            assertThat(read()).isNotSameAs(first);
        }
        assertThat(read()).isSameAs(first); // the last that was given back
    }

    @Test
    void whatWasReadBesideAnOlderTransactionThatWritesIsNotKept() throws Exception {
        try (Connection writing = postgres.connect();
                Statement statement = writing.createStatement()) {
            writing.setAutoCommit(false);
            statement.execute("create table older (id int)");
            postgres.execute("create table newer (id int)"); // has a higher number, and has ended
            SchemaModel before = read();
            assertThat(before.sql()).contains("newer").doesNotContain("older");
            assertThat(read()).isNotSameAs(before);
            writing.commit();
        }
        assertThat(read().sql()).contains("older");
    }

    @Test
    void whatWasReadBeforeACrashDoesNotHoldBehindIt() throws Exception {
        SchemaModel before = read();
        try (Connection victim = postgres.connect();
                Statement statement = victim.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            assertThat(ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly()).isTrue();
        }
        Patience.await("the server to recover")
                .ignoreExceptions()
                .until(() -> !read().sql().isEmpty());
        assertThat(read()).isNotSameAs(before);
    }

    @Test
    void onlySomeAreKept() throws Exception {
        for (int i = 0; i < 17; i++) {
            postgres.execute("create database d" + i);
        }
        SchemaModel first = read("d0");
        assertThat(read("d0")).isSameAs(first);
        for (int i = 1; i < 17; i++) {
            read("d" + i);
        }
        assertThat(read("d0")).isNotSameAs(first);
    }

    private SchemaModel read() throws Exception {
        return read(DATABASE);
    }

    private SchemaModel read(String database) throws Exception {
        try (SchemaSession session = session(database);
                KnownSchemas.Lent lent = known.of(session, database)) {
            return lent.model();
        }
    }

    private SchemaSession session() throws SQLException {
        return session(DATABASE);
    }

    private SchemaSession session(String database) throws SQLException {
        return SchemaSession.open(console, database, new Comparing());
    }
}
