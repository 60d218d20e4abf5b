package dev.cambium.engine.branch.schemaonly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.branch.schemaonly.LiveFiles.RelationFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class KeptFilesTest {

    private final KeptFiles kept =
            new KeptFiles(
                    List.of(
                            new RelationFile("base/5/2619", false),
                            new RelationFile("base/5/16400", true),
                            new RelationFile("global/1262", false),
                            new RelationFile("pg_tblspc/16500/PG_18_202506291/5/16501", true)),
                    List.of("1", "5"),
                    List.of("postgresql.conf", "conf.d/own.conf"),
                    List.of("16500", "16600"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PG_VERSION",
                "postgresql.conf",
                "postgresql.auto.conf",
                "conf.d",
                "conf.d/own.conf",
                "global/pg_control",
                "global/pg_filenode.map",
                "global/1262",
                "base/1",
                "base/1/PG_VERSION",
                "base/5/pg_filenode.map",
                "base/5/2619",
                "base/5/2619.1",
                "base/5/16400",
                "base/5/16400_init",
                "pg_xact/0000",
                "pg_multixact/members/0001",
                "pg_replslot",
                "pg_logical/snapshots",
                "pg_tblspc/16600/PG_18_202506291",
                "pg_tblspc/16500/PG_18_202506291/5/16501",
            })
    void keepsWhatANewServerNeeds(String path) {
        assertThat(kept.keeps(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base/5/16400.1", // a table that has a second segment is not empty
                "base/5/2619_fsm",
                "base/5/2619_vm",
                "base/5/16399",
                "base/6",
                "base/6/PG_VERSION",
                "base/5/pg_internal.init",
                "base/5/t3_16400",
                "base/pgsql_tmp",
                "global/pg_internal.init",
                "pg_stat/pgstat.stat",
                "pg_stat/pg_stat_statements.stat",
                "pg_replslot/slot",
                "pg_logical/replorigin_checkpoint",
                "pg_twophase/0000000000000301",
                "pg_notify/0000",
                "pg_commit_ts/0000",
                "pg_xact/notes.txt",
                "pg_wal",
                "postmaster.opts",
                "stray.txt",
                "conf.d/other.conf",
                "log",
                "pg_tblspc/16700",
                "PG_VERSION.old",
            })
    void leavesOutWhatIsNotKnownToBeNeeded(String path) {
        assertThat(kept.keeps(path)).isFalse();
    }

    @Test
    void saysWhichFilesMustBeThereAndWhichMustBeEmpty() {
        assertThat(kept.relations())
                .containsExactly(
                        "base/5/16400",
                        "base/5/2619",
                        "global/1262",
                        "pg_tblspc/16500/PG_18_202506291/5/16501");
        assertThat(kept.empty())
                .containsExactlyInAnyOrder(
                        "base/5/16400", "pg_tblspc/16500/PG_18_202506291/5/16501");
    }
}
