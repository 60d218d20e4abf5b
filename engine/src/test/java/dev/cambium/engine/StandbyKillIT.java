package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewEndpoint;
import dev.cambium.engine.api.NewProject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The whole engine, killed with -9 while a read-only endpoint is awake or wakes: the branch has all
 * that was committed, the endpoint comes up again at its port and follows, and nothing of the copy
 * it stood on is left over.
 */
class StandbyKillIT {

    private static final int KILLS = 3;
    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());

    /** A standby is up within this time, so that all of its steps are met. */
    private static final int WAKING_MILLIS = 1_000;

    private static final int PATIENCE_SECONDS = 20;

    @TempDir private Path folder;

    private EngineClient client;
    private String project;
    private String standbyHost;

    @Test
    void killedWhileItFollowsAStandbyComesUpAgainAndFollows() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        Path home = folder.resolve("home");
        try (DaemonProcess first = DaemonProcess.start(home)) {
            client = first.client();
            Created.ProjectReply made =
                    client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
            project = made.project().id();
            execute("create table note (n int)");
            Endpoint standby =
                    client.endpoints()
                            .create(project, "main", new NewEndpoint(null, EndpointUpdate.NOTHING));
            standbyHost = standby.host();
            client.close();
            first.kill();
        }
        for (int round = 1; round <= KILLS; round++) {
            try (DaemonProcess daemon = DaemonProcess.start(home)) {
                client = daemon.client();
                execute("insert into note values (" + round + ")");
                if (round % 2 == 0) {
                    Thread waking = Thread.ofVirtual().start(this::wake);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(WAKING_MILLIS));
                    daemon.kill();
                    waking.join();
                } else {
                    awaitFollowed(round);
                    daemon.kill();
                }
                client.close();
            }
        }
        try (DaemonProcess last = DaemonProcess.start(home)) {
            client = last.client();
            assertThat(rows(main())).isEqualTo(KILLS);
            awaitFollowed(KILLS);
            client.close();
            assertThat(last.stop()).isZero();
        }
        LeftOvers.assertNone(home);
    }

    private void wake() {
        try {
            rows(standby());
        } catch (SQLException cutOff) {
            assertThat(cutOff.getSQLState()).isNotNull();
        }
    }

    private void awaitFollowed(int rows) throws Exception {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (rows(standby()) < rows) {
            assertThat(System.nanoTime()).as("of a standby that lags").isLessThan(patience);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(rows(standby())).isEqualTo(rows);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(main());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int rows(String uri) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select count(*) from note")) {
            found.next();
            return found.getInt(1);
        }
    }

    private String main() {
        return client.endpoints().connectionUri(project, "main", "shop", null).connectionUri();
    }

    private String standby() {
        return main().replaceFirst("@[^/]+/", "@" + standbyHost + "/");
    }
}
