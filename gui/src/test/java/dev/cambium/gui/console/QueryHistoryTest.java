package dev.cambium.gui.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

class QueryHistoryTest {

    @TempDir private Path folder;

    private static QueryHistory.Entry entry(String sql) {
        return new QueryHistory.Entry(Instant.parse("2026-11-21T12:00:00Z"), "main", sql);
    }

    private Path file() {
        return folder.resolve("console-history.jsonl");
    }

    private List<String> remembered() {
        return new QueryHistory(folder).entries().stream().map(QueryHistory.Entry::sql).toList();
    }

    @Test
    void statementsOutliveTheWindowAndOnlyTheirUserCanReadThem() throws IOException {
        QueryHistory history = new QueryHistory(folder);
        history.add(entry("SELECT 1"));
        history.add(entry("SELECT 1"));
        history.add(entry("SELECT password_set FROM staff"));
        assertThat(remembered()).containsExactly("SELECT 1", "SELECT password_set FROM staff");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfAnEarlierVersionIsTakenFromOthersAndCleared() throws IOException {
        Files.writeString(
                file(),
                """
                {"at":"2026-11-21T12:00:00Z","where":"main","sql":"ALTER ROLE a PASSWORD 'x'"}
                no entry
                {"at":"2026-11-21T12:00:00Z","where":"main","sql":"SELECT 2"}
                """);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(remembered()).containsExactly("SELECT 2");
        assertThat(file()).content().doesNotContain("PASSWORD");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ROLE bo LOGIN PASSWORD 's3cret'",
                "alter user bo with encrypted password E's3cret'",
                "ALTER ROLE bo PASSWORD $$s3cret$$",
                "CREATE SUBSCRIPTION s CONNECTION 'host=a password=s3cret' PUBLICATION p",
                "CREATE USER MAPPING FOR bo SERVER s OPTIONS (user 'bo', password 's3cret')",
                "SELECT dblink_connect('postgresql://bo:s3cret@localhost/shop')",
                "SELECT set_config('app.api_key', 's3cret', false)",
            })
    void aSecretIsKnownToThisWindowAlone(String sql) {
        QueryHistory history = new QueryHistory(folder);
        history.add(entry("SELECT 1"));
        history.add(entry(sql));
        assertThat(history.entries()).hasSize(2);
        assertThat(remembered()).containsExactly("SELECT 1");
    }

    @Test
    void aLongHistoryIsCutAndStillKeepsNoSecret() throws IOException {
        QueryHistory history = new QueryHistory(folder);
        history.add(entry("ALTER ROLE a PASSWORD 'x'"));
        for (int i = 0; i < QueryHistory.KEPT * 6 / 5; i++) {
            history.add(entry(i % 100 == 0 ? "ALTER ROLE a PASSWORD 'y" + i + "'" : "SELECT " + i));
        }
        assertThat(file()).content().contains("SELECT 1199").doesNotContain("PASSWORD");
        assertThat(remembered().size()).isLessThanOrEqualTo(QueryHistory.KEPT);
    }
}
