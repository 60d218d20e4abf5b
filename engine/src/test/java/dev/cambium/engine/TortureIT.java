package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.ProjectUpdate;
import dev.cambium.engine.testing.BankLoad;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The engine, and with it every Postgres on its layers, killed with -9 while a parent and its child
 * are written to by banks and forks of both are in flight, while images are kept and thinned, and
 * layers are merged. Afterwards each bank has every transaction that was acknowledged, none twice
 * and none half; and Postgres' own checks find nothing, with the checksum of every page they read.
 *
 * <p>{@code -Dcambium.test.storms=200} for more rounds on the same home, {@code
 * -Dcambium.test.seed} repeats the choice of moments.
 */
class TortureIT {

    private static final int STORMS = Integer.getInteger("cambium.test.storms", 2);
    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());
    private static final int STORM_MILLIS_MAX = 2_500;

    /** So that images come and go, and layers with them, all the while. */
    private static final Map<String, String> HISTORY =
            Map.of(
                    "cambium.history.sealBytes", "300000",
                    "cambium.history.checkpointBytes", "300000",
                    "cambium.history.replayBytesMax", "2000000",
                    "cambium.history.lookMillis", "200",
                    "cambium.history.pruneMillis", "300");

    @TempDir private Path folder;

    private final Random random = new Random(SEED);
    private final ExecutorService forker = Executors.newSingleThreadExecutor();
    private final Map<String, BankLoad.Bank> banks = new LinkedHashMap<>();
    private final Map<String, long[]> acknowledged = new LinkedHashMap<>();
    private DaemonProcess daemon;
    private EngineClient client;
    private String project;
    private int forks;

    @BeforeEach
    void openTwoBanks() throws Exception {
        HISTORY.forEach(System::setProperty);
        restart();
        project =
                client.projects()
                        .create(new NewProject("bank", "main", "cambium", "bank"))
                        .project()
                        .id();
        client.projects().update(project, new ProjectUpdate(null, 2L, null, null));
        banks.put("main", bank("main"));
        BankLoad.prepare(banks.get("main"));
        client.branches().create(project, new NewBranch("child", "main", true));
        banks.put("child", bank("child"));
        banks.keySet().forEach(name -> acknowledged.put(name, new long[BankLoad.CLIENTS]));
    }

    @AfterEach
    void leaveNothing() throws Exception {
        HISTORY.keySet().forEach(System::clearProperty);
        forker.shutdownNow();
        if (client != null) {
            client.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void killedInAnyStormEveryBankHasWhatItAcknowledgedAndPostgresFindsNoDamage() throws Exception {
        boolean passed = false;
        try {
            for (int storm = 0; storm < STORMS; storm++) {
                rage();
                restart();
                check();
            }
            client.close();
            assertThat(daemon.stop()).isZero();
            LeftOvers.assertNone(folder.resolve("home"));
            passed = true;
        } finally {
            if (!passed) {
                System.err.println("seed " + SEED);
            }
        }
    }

    private void rage() throws Exception {
        Map<String, BankLoad> loads = new LinkedHashMap<>();
        for (Map.Entry<String, BankLoad.Bank> bank : banks.entrySet()) {
            BankLoad load = BankLoad.on(bank.getValue(), acknowledged.get(bank.getKey()));
            load.await(1);
            loads.put(bank.getKey(), load);
        }
        Future<?> forking = forker.submit(this::fork);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(STORM_MILLIS_MAX));
        daemon.kill();
        client.close();
        for (Map.Entry<String, BankLoad> load : loads.entrySet()) {
            load.getValue().abandon();
            acknowledged.put(load.getKey(), load.getValue().acknowledged());
        }
        forking.get(120, TimeUnit.SECONDS);
    }

    /** Until the engine is gone. */
    private void fork() {
        try {
            while (true) {
                String parent = forks % 2 == 0 ? "main" : "child";
                String name = "fork" + forks++;
                client.branches().create(project, new NewBranch(name, parent, true));
                client.branches().delete(project, name);
            }
        } catch (EngineException gone) {
            assertThat(gone.status()).as("%s", gone).isZero();
        }
    }

    private void check() throws Exception {
        List<String> names = new ArrayList<>(banks.keySet());
        client.branches().list(project).stream()
                .map(branch -> branch.name())
                .filter(name -> name.startsWith("fork"))
                .forEach(names::add);
        for (String name : names) {
            BankLoad.Bank bank = banks.containsKey(name) ? banks.get(name) : bank(name);
            assertThat(BankLoad.difference(bank))
                    .as("half transactions on %s", name)
                    .isEqualTo("0");
            assertThat(BankLoad.damage(bank)).as("damage on %s", name).isEmpty();
            if (banks.containsKey(name)) {
                checkTransactions(name, bank);
            } else {
                client.branches().delete(project, name);
            }
        }
    }

    /** None that was acknowledged is missing, and at most the one under way is there besides. */
    private void checkTransactions(String name, BankLoad.Bank bank) throws SQLException {
        long[] last = acknowledged.get(name);
        for (int number = 0; number < BankLoad.CLIENTS; number++) {
            long[] known = BankLoad.known(bank, number);
            assertThat(known[0])
                    .as("client %d of %s, acknowledged %s", number, name, Arrays.toString(last))
                    .isBetween(last[number], last[number] + 1);
            assertThat(known[1])
                    .as("how many of client %d of %s", number, name)
                    .isEqualTo(known[0]);
            last[number] = known[0];
        }
    }

    private void restart() throws Exception {
        daemon = DaemonProcess.start(folder.resolve("home"));
        client = daemon.client();
    }

    /** A connection wakes the branch. */
    private BankLoad.Bank bank(String branch) {
        String uri =
                client.endpoints().connectionUri(project, branch, "bank", null).connectionUri();
        return () -> KilledDeeds.connect(uri);
    }
}
