package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotRestore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The whole engine, killed with -9 while snapshots are taken, materialised, restored, put in a
 * branch's place and deleted. What was acknowledged stands, each snapshot gets ready and holds what
 * its moment held, and nothing is left over.
 *
 * <p>{@code -Dcambium.test.snapshotKills=100} kills more often, {@code -Dcambium.test.seed} repeats
 * a run as far as the system lets it.
 */
class SnapshotKillIT {

    private static final int KILLS = Integer.getInteger("cambium.test.snapshotKills", 6);
    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());

    /** A snapshot is materialised within this time, so that all of its steps are met. */
    private static final int TAKING_MILLIS = 1_500;

    private static final int OTHER_MILLIS = 500;

    private enum Verb {
        TAKE,
        ONTO,
        TAKE_AND_WAIT,
        FINALIZE,
        RESTORE,
        DELETE
    }

    @TempDir private Path folder;

    private final Random random = new Random(SEED);

    /** How many rows each snapshot holds; those that may or may not be there are looked up. */
    private final Map<String, Integer> rows = new TreeMap<>();

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private Path home;
    private DaemonProcess daemon;
    private EngineClient client;
    private String project;
    private int numbers;
    private Set<Integer> mainRows = Set.of(1);

    @BeforeEach
    void startWithASnapshot() throws Exception {
        home = folder.resolve("home");
        restart();
        Created.ProjectReply made =
                client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
        project = made.project().id();
        execute("create table note (n int)");
        execute("insert into note values (1)");
        take("s0", 1);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        thread.shutdownNow();
        client.close();
        daemon.close();
    }

    @Test
    void killedAtAnyMomentASnapshotIsWholeOrAbsentAndGetsReady() throws Exception {
        StringBuilder rounds = new StringBuilder();
        boolean passed = false;
        try {
            for (int i = 0; i < KILLS; i++) {
                Verb verb = Verb.values()[i % Verb.values().length];
                rounds.append(verb).append('\n');
                killed(verb);
                check();
            }
            client.close();
            assertThat(daemon.stop()).isZero();
            LeftOvers.assertNone(home);
            passed = true;
        } finally {
            if (!passed) {
                System.err.printf("seed %d%n%s", SEED, rounds);
            }
        }
    }

    private void killed(Verb verb) throws Exception {
        String name = "s" + ++numbers;
        String any = List.copyOf(rows.keySet()).get(random.nextInt(rows.size()));
        int there = rows();
        Set<Integer> either = new TreeSet<>(List.of(there, rows.get(any)));
        switch (verb) {
            case TAKE -> lost(() -> take(name, there), TAKING_MILLIS);
            case TAKE_AND_WAIT -> {
                take(name, there);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(TAKING_MILLIS));
                daemon.kill();
            }
            case ONTO -> {
                mainRows = either;
                lost(() -> restore(any, null, true), OTHER_MILLIS);
            }
            case FINALIZE -> {
                Branch look = restore(any, "look" + numbers, false);
                mainRows = either;
                lost(
                        () -> client.snapshots().finalizeRestore(project, look.id(), null),
                        OTHER_MILLIS);
            }
            case RESTORE -> lost(() -> restore(any, "dev" + numbers, false), OTHER_MILLIS);
            case DELETE -> {
                if (rows.size() > 1) {
                    rows.remove(any);
                    lost(() -> client.snapshots().delete(project, any), OTHER_MILLIS);
                } else {
                    daemon.kill();
                }
            }
        }
        client.close();
    }

    private interface Deed {
        Object run() throws Exception;
    }

    /** Does it and kills the engine somewhere in the middle; a refusal is a failure of the test. */
    private void lost(Deed deed, int millisMax) throws Exception {
        Future<?> answer = thread.submit(deed::run);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(millisMax));
        daemon.kill();
        try {
            answer.get(120, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof EngineException gone && gone.status() == 0)) {
                throw e;
            }
        }
    }

    private void check() throws Exception {
        restart();
        assertThat(new HomeLayout(home).lostAndFound()).doesNotExist();
        assertThat(client.projects().operations(project))
                .filteredOn(operation -> !operation.action().equals("materialise_snapshot"))
                .noneMatch(operation -> operation.status().equals("running"));
        assertThat(mainRows).contains(rows());
        assertThat(client.branches().list(project))
                .allMatch(branch -> branch.currentState().equals("ready"));
        List<Snapshot> found = client.snapshots().list(project);
        assertThat(found).extracting(Snapshot::name).containsAll(rows.keySet());
        for (Snapshot snapshot : found) {
            rows.putIfAbsent(snapshot.name(), rowsAtItsTaking(snapshot));
            awaitReady(snapshot);
        }
        Snapshot any = found.get(random.nextInt(found.size()));
        Branch restored = restore(any.name(), "check", false);
        assertThat(rowsOf(restored.id())).isEqualTo(rows.get(any.name()));
        for (Branch branch : client.branches().list(project)) {
            if (!branch.isDefault()) {
                client.branches().delete(project, branch.id());
            }
        }
        execute("insert into note values (1)");
        mainRows = Set.of(rows());
    }

    /** One whose taking or deletion was not acknowledged: it holds what main held then. */
    private int rowsAtItsTaking(Snapshot snapshot) throws Exception {
        Branch restored = restore(snapshot.name(), null, false);
        int found = rowsOf(restored.id());
        assertThat(found).isPositive();
        return found;
    }

    private void awaitReady(Snapshot snapshot) throws Exception {
        EndpointsFixture.await(
                () -> {
                    Snapshot now = client.snapshots().get(project, snapshot.id());
                    assertThat(now.cambium().error()).isNull();
                    return now.cambium().state().equals("ready");
                });
    }

    private Object take(String name, int holds) {
        client.snapshots().create(project, "main", new NewSnapshot(name, null, null, null));
        rows.put(name, holds);
        return name;
    }

    private Branch restore(String snapshot, String name, boolean onto) {
        return client.snapshots()
                .restore(project, snapshot, new SnapshotRestore(name, null, onto))
                .branch();
    }

    private void restart() throws Exception {
        daemon = DaemonProcess.start(home);
        client = daemon.client();
    }

    private int rows() throws SQLException {
        return rowsOf("main");
    }

    private int rowsOf(String branch) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri(branch));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select count(*) from note")) {
            found.next();
            return found.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri("main"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String uri(String branch) {
        return client.endpoints().connectionUri(project, branch, "shop", null).connectionUri();
    }
}
