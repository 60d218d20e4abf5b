package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The whole engine, killed with -9 during a verb or just after it was acknowledged, again and again
 * on one home. What was acknowledged stands; what was not is whole or absent; nothing is left over.
 *
 * <p>{@code -Dcambium.test.kills=100} kills more often, {@code -Dcambium.test.seed} repeats a run,
 * {@code -Dcambium.test.verb=SCHEMA_ONLY} kills during that verb.
 */
class EngineKillIT {

    private static final int KILLS = Integer.getInteger("cambium.test.kills", 8);
    private static final long SEED = Long.getLong("cambium.test.seed", System.nanoTime());

    private static final int ACKNOWLEDGED_MILLIS_MAX = 50;

    /** So that there is always an image being kept, thinned, or its WAL being removed. */
    private static final Map<String, String> HISTORY =
            Map.of(
                    "cambium.history.sealBytes", "20000",
                    "cambium.history.checkpointBytes", "20000",
                    "cambium.history.replayBytesMax", "60000",
                    "cambium.history.restBytesMin", "0",
                    "cambium.history.lookMillis", "150",
                    "cambium.history.pruneMillis", "200");

    @TempDir private Path folder;

    private final Random random = new Random(SEED);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Map<KilledDeeds.Verb, Long> durations = new TreeMap<>();
    private Path home;
    private DaemonProcess daemon;
    private EngineClient client;
    private String project;
    private KilledDeeds deeds;

    @BeforeEach
    void startWithOneProject() throws Exception {
        home = folder.resolve("home");
        deeds = new KilledDeeds(random, folder);
        HISTORY.forEach(System::setProperty);
        restart();
        Created.ProjectReply made =
                client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
        project = made.project().id();
        deeds.of(client, project);
        forgetThePastAfterOneSecond();
        KilledDeeds.Known main = new KilledDeeds.Known("", new TreeSet<>());
        main.uri = made.connectionUris().getFirst().connectionUri();
        deeds.branches.put("main", main);
        KilledDeeds.execute(main.uri, "create table note (n int primary key)");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        HISTORY.keySet().forEach(System::clearProperty);
        thread.shutdownNow();
        if (client != null) {
            client.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void killedAtAnyMomentItLosesNothingThatWasAcknowledgedAndLeavesNothingBehind()
            throws Exception {
        StringBuilder rounds = new StringBuilder();
        boolean passed = false;
        try {
            for (int i = 1; i <= KILLS; i++) {
                KilledDeeds.Verb verb = deeds.choose();
                boolean after = random.nextBoolean();
                rounds.append("kill %d %s: ".formatted(i, after ? "after" : "during"));
                rounds.append(killed(verb, after)).append('\n');
                check();
            }
            client.close();
            assertThat(daemon.stop()).isZero();
            LeftOvers.assertNone(home);
            passed = true;
        } finally {
            if (!passed) {
                System.err.printf(
                        "seed %d%n%sThe engine's last words:%n%s%n",
                        SEED, rounds, lastLines(daemon.output()));
            }
        }
    }

    private void forgetThePastAfterOneSecond() throws Exception {
        EngineHome served = new EngineHome(home);
        HttpRequest patch =
                HttpRequest.newBuilder(
                                URI.create(
                                        served.listening().orElseThrow().apiUrl()
                                                + "/projects/"
                                                + project))
                        .header("Authorization", "Bearer " + served.apiKey().orElseThrow())
                        .header("Content-Type", "application/json")
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"project\": {\"history_retention_seconds\": 1}}"))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(patch, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    // ---- one round

    /** Does it, kills the engine, and says what was done and how it came out. */
    private String killed(KilledDeeds.Verb verb, boolean after) throws Exception {
        KilledDeeds.Deed deed = deeds.deed(verb);
        if (verb == KilledDeeds.Verb.WRITE) {
            awake(deed.name().substring("write to ".length()));
        }
        long began = System.nanoTime();
        Future<?> answer = thread.submit(deed.action());
        if (after) {
            answer.get(120, TimeUnit.SECONDS);
            durations.put(verb, System.nanoTime() - began);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(ACKNOWLEDGED_MILLIS_MAX));
        } else {
            long typical = durations.getOrDefault(verb, TimeUnit.MILLISECONDS.toNanos(800));
            TimeUnit.NANOSECONDS.sleep((long) (typical * random.nextDouble() * 1.1));
        }
        daemon.kill();
        boolean acknowledged = acknowledged(answer);
        (acknowledged ? deed.happened() : deed.maybe()).run();
        client.close();
        return deed.name() + (acknowledged ? ", acknowledged" : ", not acknowledged");
    }

    /** A call that was refused, rather than lost, is a failure of the test. */
    private static boolean acknowledged(Future<?> answer) throws Exception {
        try {
            answer.get(120, TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof EngineException lost && lost.status() == 0) {
                return false;
            }
            if (e.getCause() instanceof SQLException) {
                return false;
            }
            throw e;
        }
    }

    private void restart() throws Exception {
        daemon = DaemonProcess.start(home);
        client = daemon.client();
        if (project != null) {
            deeds.of(client, project);
        }
    }

    private void check() throws Exception {
        Set<String> orphans = DaemonProcess.processesBelow(home);
        restart();
        orphans.retainAll(DaemonProcess.processesBelow(home));
        assertThat(orphans).isEmpty();
        assertThat(DaemonProcess.mountsBelow(home)).hasSizeLessThanOrEqualTo(1);
        assertThat(new HomeLayout(home).lostAndFound()).doesNotExist();
        checkNewProject();
        List<Branch> found = client.branches().list(project);
        Set<String> names = found.stream().map(Branch::name).collect(Collectors.toSet());
        if (deeds.maybeCreated != null && !names.contains(deeds.maybeCreated)) {
            deeds.branches.remove(deeds.maybeCreated);
        }
        if (deeds.maybeDeleted != null && !names.contains(deeds.maybeDeleted)) {
            deeds.branches.remove(deeds.maybeDeleted);
        }
        deeds.maybeCreated = null;
        deeds.maybeDeleted = null;
        assertThat(names).isEqualTo(deeds.branches.keySet());
        for (Branch branch : found) {
            if (branch.parentId() == null) {
                deeds.branches.get(branch.name()).parent = "";
            } else {
                assertThat(deeds.branches.get(branch.name()).parent).isNotEmpty();
            }
        }
        assertThat(found).allMatch(branch -> branch.currentState().equals("ready"));
        assertThat(client.projects().operations(project))
                .noneMatch(operation -> operation.status().equals("running"));
        for (Map.Entry<String, KilledDeeds.Known> entry : deeds.branches.entrySet()) {
            checkContent(entry.getKey(), entry.getValue());
        }
    }

    private void checkContent(String name, KilledDeeds.Known branch) throws SQLException {
        String uri = client.endpoints().connectionUri(project, name, "shop", null).connectionUri();
        if (branch.uri.isEmpty()) {
            branch.uri = uri;
        }
        assertThat(uri).isEqualTo(branch.uri);
        awake(name);
        Set<Integer> content = new TreeSet<>();
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n from note")) {
            while (rows.next()) {
                content.add(rows.getInt(1));
            }
        }
        assertThat(branch.possible).as("content of %s", name).contains(content);
        branch.possible = Set.of(content);
    }

    private void checkNewProject() throws SQLException {
        List<Project> projects = client.projects().list();
        assertThat(projects.stream().map(Project::name))
                .contains("shop")
                .allMatch(name -> name.equals("shop") || name.equals(deeds.newProject));
        if (deeds.newProjectAcknowledged) {
            assertThat(projects).hasSize(2);
        }
        for (Project made : projects) {
            if (!made.id().equals(project)) {
                client.endpoints()
                        .start(made.id(), client.endpoints().of(made.id(), "main").getFirst().id());
                KilledDeeds.execute(
                        client.endpoints()
                                .connectionUri(made.id(), "main", null, null)
                                .connectionUri(),
                        "select 1");
                client.projects().delete(made.id());
            }
        }
        deeds.newProject = null;
        deeds.newProjectAcknowledged = false;
    }

    private void awake(String name) {
        client.endpoints().start(project, client.endpoints().of(project, name).getFirst().id());
    }

    private static String lastLines(String output) {
        List<String> lines =
                output.lines().filter(line -> !line.contains("Ending the Postgres")).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
