package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Snapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The whole of docs/recipes/promotion.md: a change is made and tried on a copy of production and
 * its children, takes production's place under the same address, and is taken back.
 */
class PromotionIT {

    @TempDir private Path folder;

    private SnapshotsFixture engine;

    @BeforeEach
    void startWithProduction() throws Exception {
        engine = new SnapshotsFixture(folder.resolve("home"), VolumeChoice.AUTO);
        engine.makeAProject();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        engine.close();
    }

    @Test
    void aChangeIsTriedPromotedRefreshedAndRolledBackUnderTheSameAddress() throws Exception {
        Branch prod = engine.branch("main");
        String password = engine.password(prod);

        // A copy of production that stands on its own, and a child of it to work on.
        Snapshot start = engine.take("main", "start", Moment.HEAD);
        Branch dev = engine.snapshots().restore(engine.project, start, "dev", null);
        assertThat(dev.parentId()).isNull();
        engine.branches.createBranch(
                engine.project.id(), "dev", Moment.HEAD, BranchWish.named("feature", true));
        engine.execute("feature", "alter table note add column text text not null default 'new'");
        assertThat(engine.query("feature", "select text from note")).isEqualTo("new");

        // What proved itself is done on dev, while production goes on.
        engine.execute("dev", "alter table note add column text text not null default 'new'");
        engine.execute("main", "insert into note values (2)");
        engine.execute("dev", "insert into note values (2)");

        Snapshot rollback = engine.take("main", "before release", Moment.HEAD);
        Snapshot release = engine.ready(engine.take("dev", "release", Moment.HEAD));
        try (Connection client = engine.connect("main")) {
            Branch after =
                    engine.snapshots().restoreOnto(engine.project, release, prod, "old prod");
            assertThat(after.id()).isEqualTo(prod.id());
            assertThat(after.endpointId()).isEqualTo(prod.endpointId());
            assertThat(after.port()).isEqualTo(prod.port());
            assertThat(engine.password(after)).isEqualTo(password);
            assertThatThrownBy(() -> EndpointsFixture.query(client, "select 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            cut -> assertThat(cut.getSQLState()).isEqualTo("57P01"));
        }
        assertThat(engine.query("main", "select count(text) from note")).isEqualTo("2");
        assertThat(engine.count("old prod")).isEqualTo("2");
        assertThat(columns("old prod")).isEqualTo("1");
        assertThat(engine.query("feature", "select text from note")).isEqualTo("new");

        // Production goes on; dev gets what it has now, under dev's own address.
        engine.execute("main", "insert into note values (3)");
        Snapshot fresh = engine.take("main", "for dev", Moment.HEAD);
        Branch refreshed = engine.snapshots().restoreOnto(engine.project, fresh, dev, null);
        assertThat(refreshed.port()).isEqualTo(dev.port());
        assertThat(engine.query("dev", "select count(text) from note")).isEqualTo("3");

        // Back to the state before the release.
        engine.snapshots().restoreOnto(engine.project, rollback, prod, "failed release");
        assertThat(engine.count("main")).isEqualTo("2");
        assertThat(columns("main")).isEqualTo("1");
        assertThat(engine.query("failed release", "select count(text) from note")).isEqualTo("3");
        assertThat(engine.branch("main").port()).isEqualTo(prod.port());
    }

    private String columns(String branch) throws SQLException {
        return engine.query(
                branch,
                "select count(*) from information_schema.columns where table_name = 'note'");
    }
}
