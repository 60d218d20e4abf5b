package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.await;
import static dev.cambium.engine.EndpointsFixture.execute;
import static dev.cambium.engine.EndpointsFixture.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.NewBranch;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.time.Instant;

/**
 * A database that was dropped is whole at every moment before. Postgres removes its files before it
 * commits that, so a place between the two has the database and nothing in it.
 */
class DroppedDatabaseIT extends OnEndpoints {

    @Test
    void aTimeBeforeItWasDroppedHasAllOfIt() throws Exception {
        Instant before = drop("by-time");
        assertWholeAt("by-time", before.toString());
    }

    @Test
    void theMomentBeforeTheLastChangeOfASchemaHasAllOfIt() throws Exception {
        drop("by-mark");
        await(() -> label("by-mark").contains("DROP DATABASE"));
        BranchTimeline.Mark mark =
                engine.client.past().lastMark(engine.project, "by-mark", LastMark.DDL);
        assertWholeAt("by-mark", String.valueOf(mark.moment()));
    }

    @Test
    void aCheckpointAndOtherWritesInBetweenChangeNothingOfThat() throws Exception {
        engine.branch("busy");
        try (Connection other =
                EndpointsFixture.connect(
                        engine.port("busy"), "postgres", engine.password("busy"))) {
            other.setAutoCommit(false);
            execute(other, "create table open_since as select generate_series(1, 1000)");
            Instant before = drop("busy");
            execute(other, "checkpoint");
            other.commit();
            assertWholeAt("busy", before.toString());
        }
    }

    /** A time at which the database was there, before it was dropped. */
    private Instant drop(String branch) throws Exception {
        if (engine.client.branches().search(engine.project, branch).isEmpty()) {
            engine.branch(branch);
        }
        try (Connection connection = engine.connect(branch)) {
            execute(connection, "create table kept as select generate_series(1, 500) as i");
        }
        Thread.sleep(20);
        Instant before = Instant.now();
        Thread.sleep(20);
        try (Connection connection =
                EndpointsFixture.connect(
                        engine.port(branch), "postgres", engine.password(branch))) {
            execute(connection, "drop database shop with (force)");
        }
        return before;
    }

    private String label(String branch) {
        return engine.client.past().lastMark(engine.project, branch, LastMark.DDL).label();
    }

    private void assertWholeAt(String branch, String moment) throws Exception {
        String back = branch + "-back";
        String parent = engine.client.branches().get(engine.project, branch).id();
        engine.client.branches().create(engine.project, new NewBranch(back, parent, moment, true));
        try (Connection connection = engine.connect(back)) {
            assertThat(query(connection, "select count(*) from kept")).isEqualTo("500");
        }
    }
}
