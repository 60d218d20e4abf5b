package dev.cambium.gui.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.RealEngine;
import dev.cambium.gui.session.CatalogReader;
import dev.cambium.gui.session.JdbcSessions;
import dev.cambium.gui.session.SqlAnswer;
import dev.cambium.gui.session.SqlException;
import dev.cambium.gui.session.SqlSession;
import dev.cambium.gui.session.SqlTarget;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** Sessions and the reading of schemas, on a real engine with the sample shop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {

    private RealEngine engine;
    private Branch main;

    @BeforeAll
    void load(@TempDir Path folder) {
        engine = new RealEngine(folder.resolve("home"));
        engine.client().transfers().loadSample(engine.project().id(), 1);
        main = engine.branch("main");
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private SqlSession open(boolean guarded) throws SqlException {
        return new JdbcSessions(engine::client)
                .open(new SqlTarget(main.projectId(), main.id(), null, null, guarded));
    }

    @Test
    void rowsComeThroughACursorPageByPage() throws SqlException {
        try (SqlSession session = open(false)) {
            SqlAnswer answer = session.run("SELECT generate_series(1, 2500)", false, 1000);
            assertThat(answer).isInstanceOf(SqlAnswer.Rows.class);
            assertThat(((SqlAnswer.Rows) answer).rows()).hasSize(1000);
            assertThat(((SqlAnswer.Rows) answer).more()).isTrue();
            assertThat(session.more(1000)).hasSize(1000).first().isEqualTo(List.of("1001"));
            assertThat(session.more(1000)).hasSize(500);
            assertThat(session.inTransaction()).isFalse();
        }
    }

    @Test
    void aUsersTransactionLastsUntilItIsEnded() throws SqlException {
        try (SqlSession session = open(false)) {
            session.run("BEGIN", false, 1);
            session.run("CREATE TABLE passing (n int)", false, 1);
            session.run("SELECT * FROM passing", false, 1);
            assertThat(session.inTransaction()).isTrue();
            session.run("ROLLBACK", false, 1);
            assertThat(session.inTransaction()).isFalse();
            assertThatThrownBy(() -> session.run("SELECT * FROM passing", false, 1))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            e -> assertThat(e.trouble().position()).isEqualTo(15));
            session.run("SELECT 1", false, 1);
        }
    }

    @Test
    void aGuardedSessionLetsTheServerRefuseUntilItIsAgreedTo() throws SqlException {
        try (SqlSession session = open(true)) {
            String write =
                    "SELECT setval((SELECT min(oid) FROM pg_class WHERE relkind = 'S')::regclass,"
                            + " 4711)";
            assertThatThrownBy(() -> session.run(write, false, 1))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            e ->
                                    assertThat(e.trouble().sqlState())
                                            .as(e.getMessage())
                                            .isEqualTo("25006"));
            session.run(write, true, 1);
            session.run("BEGIN", true, 1);
            session.run("ROLLBACK", false, 1);
            assertThatThrownBy(() -> session.run(write, false, 1)).isInstanceOf(SqlException.class);
        }
    }

    @Test
    void everyObjectOfTheShopHasItsSqlAndEveryTableItsParts() throws SqlException {
        try (SqlSession session = open(true)) {
            List<SchemaObject> objects = SchemaReader.objects(session);
            assertThat(objects).extracting(SchemaObject::kind).contains(SchemaObject.Kind.TABLE);
            for (SchemaObject object : objects) {
                ObjectDetail detail = SchemaReader.detail(session, object);
                assertThat(detail.sql()).as(object.toString()).startsWith("CREATE ");
                if (object.hasRows()) {
                    assertThat(detail.parts()).as(object.toString()).isNotEmpty();
                    assertThat(detail.rows()).as(object.toString()).isNotNull();
                }
            }
        }
    }

    @Test
    void theSqlOfATableMakesItAgain() throws SqlException {
        try (SqlSession session = open(false)) {
            SchemaObject product =
                    SchemaReader.objects(session).stream()
                            .filter(each -> each.name().equals("product"))
                            .findFirst()
                            .orElseThrow();
            String sql = SchemaReader.detail(session, product).sql();
            String create = sql.substring(0, sql.indexOf(";\n"));
            session.run("BEGIN", false, 1);
            session.run("DROP TABLE public.product CASCADE", false, 1);
            session.run("CREATE SEQUENCE IF NOT EXISTS product_id_seq", false, 1);
            session.run(create, false, 1);
            session.run("ROLLBACK", false, 1);
        }
    }

    @Test
    void theNamesForCompletionAreRead() throws SqlException {
        try (SqlSession session = open(false)) {
            assertThat(CatalogReader.read(session).relations())
                    .anySatisfy(each -> assertThat(each.name()).isEqualTo("product"));
        }
    }
}
