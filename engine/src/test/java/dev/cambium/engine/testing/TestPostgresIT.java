package dev.cambium.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class TestPostgresIT {

    @TempDir Path folder;

    @Test
    void keepsWhatWasCommittedOverAKillAndACleanStop() throws Exception {
        try (TestPostgres postgres = TestPostgres.initdb(folder.resolve("data"))) {
            postgres.start();
            postgres.execute("create table t (i int)", "insert into t values (1)");
            postgres.kill();
            assertThat(postgres.isRunning()).isFalse();
            postgres.start();
            assertThat(postgres.log()).contains("database system was not properly shut down");
            postgres.execute("insert into t values (2)");
            postgres.stop();
            postgres.start();
            assertThat(postgres.log()).doesNotContain("not properly shut down");
            assertThat(postgres.query("select sum(i) from t")).isEqualTo("3");
        }
    }
}
