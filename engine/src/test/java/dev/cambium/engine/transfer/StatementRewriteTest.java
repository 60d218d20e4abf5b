package dev.cambium.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

class StatementRewriteTest {

    private final ImportNotes notes = new ImportNotes();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLESPACE fast OWNER bob LOCATION '/ssd'",
                "ALTER TABLESPACE fast SET (seq_page_cost=1)",
                "DROP TABLESPACE IF EXISTS fast",
                "COMMENT ON TABLESPACE fast IS 'x'",
                "GRANT CREATE ON TABLESPACE fast TO bob",
                "ALTER DATABASE shop SET TABLESPACE fast",
                "SET default_tablespace = fast",
                "SET default_tablespace = 'fast'"
            })
    void leavesTablespacesOutAndSaysSo(String sql) throws IOException {
        assertThat(apply(sql)).isNull();
        assertThat(notes.list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET default_tablespace = ''",
                "SELECT 'CREATE TABLESPACE x'",
                "CREATE TABLE tablespace (i int)",
                "CREATE DATABASE tablespace OWNER = tablespace",
                "GRANT SELECT ON t TO bob"
            })
    void leavesTheRestAsItIs(String sql) throws IOException {
        assertThat(apply(sql)).isEqualTo(sql);
        assertThat(notes.list()).isEmpty();
    }

    @Test
    void takesTheTablespaceOutOfCreateDatabase() throws IOException {
        assertThat(
                        apply(
                                "CREATE DATABASE shop WITH OWNER = bob TABLESPACE = \"fast one\" CONNECTION LIMIT = 5"))
                .isEqualTo("CREATE DATABASE shop WITH OWNER = bob  CONNECTION LIMIT = 5");
        assertThat(apply("CREATE DATABASE shop TABLESPACE fast")).isEqualTo("CREATE DATABASE shop");
    }

    @Test
    void takesTheLocaleOutOfCreateDatabase() {
        assertThat(
                        StatementRewrite.withoutLocale(
                                "CREATE DATABASE \"locale\" WITH TEMPLATE = template0 ENCODING ="
                                        + " 'UTF8' LOCALE_PROVIDER = libc LOCALE = 'en_US.UTF-8'"))
                .isEqualToIgnoringWhitespace(
                        "CREATE DATABASE \"locale\" WITH TEMPLATE = template0");
    }

    private @Nullable String apply(String sql) throws IOException {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        SqlScript script = new SqlScript(new ByteArrayInputStream(bytes), "dump.sql");
        ScriptItem item = Objects.requireNonNull(script.next());
        return new StatementRewrite(notes).apply((ScriptItem.SqlStatement) item);
    }
}
