package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalWalker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** To kill during one verb alone, and CREATE. */
    private static final String ONLY = System.getProperty("cambium.test.verb");

    private static final int BRANCHES_MAX = 4;
    private static final int ACKNOWLEDGED_MILLIS_MAX = 50;

    private static final int SEGMENT_BYTES = 4 << 20;

    /** So that there is always an image being kept, thinned, or its WAL being removed. */
    private static final Map<String, String> HISTORY =
            Map.of(
                    "cambium.history.sealBytes", "20000",
                    "cambium.history.checkpointBytes", "20000",
                    "cambium.history.replayBytesMax", "60000",
                    "cambium.history.restBytesMin", "0",
                    "cambium.history.lookMillis", "150",
                    "cambium.history.pruneMillis", "200");

    private enum Verb {
        CREATE,
        SCHEMA_ONLY,
        FLATTEN,
        RESET,
        DELETE,
        IMPORT,
        WRITE,
        PROJECT
    }

    /** What a branch has to hold: one of these, and afterwards what was found. */
    private static final class Known {
        String parent;
        String uri = "";
        Set<Set<Integer>> possible;

        Known(String parent, Set<Integer> content) {
            this.parent = parent;
            this.possible = Set.of(content);
        }

        Set<Integer> content() {
            assertThat(possible).hasSize(1);
            return possible.iterator().next();
        }
    }

    /** What is to happen in a round, and what has to be true of the model afterwards. */
    private record Deed(String name, Callable<?> action, Runnable happened, Runnable maybe) {}

    @TempDir private Path folder;

    private final Random random = new Random(SEED);
    private final Map<String, Known> branches = new TreeMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Map<Verb, Long> durations = new TreeMap<>();
    private Path home;
    private DaemonProcess daemon;
    private EngineClient client;
    private String project;
    private int numbers;

    /** Exists, or does not, or either; checked and deleted at the end of its round. */
    private String newProject;

    private boolean newProjectAcknowledged;
    private String maybeCreated;
    private String maybeDeleted;

    @BeforeEach
    void startWithOneProject() throws Exception {
        home = folder.resolve("home");
        HISTORY.forEach(System::setProperty);
        restart();
        Created.ProjectReply made =
                client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
        project = made.project().id();
        forgetThePastAfterOneSecond();
        Known main = new Known("", new TreeSet<>());
        main.uri = made.connectionUris().getFirst().connectionUri();
        branches.put("main", main);
        execute(main.uri, "create table note (n int primary key)");
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
        try {
            for (int i = 1; i <= KILLS; i++) {
                Verb verb = choose();
                boolean after = random.nextBoolean();
                rounds.append("kill %d %s: ".formatted(i, after ? "after" : "during"));
                rounds.append(killed(verb, after)).append('\n');
                check();
            }
            client.close();
            assertThat(daemon.stop()).isZero();
            assertThatOnlyWhatTheCatalogKnowsIsLeft();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "seed %d%n%s%s%nThe engine's last words:%n%s"
                            .formatted(SEED, rounds, e, lastLines(daemon.output())),
                    e);
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

    // ---- the verbs

    private Verb choose() {
        List<Verb> possible = new ArrayList<>(List.of(Verb.IMPORT, Verb.WRITE));
        if (branches.size() <= BRANCHES_MAX) {
            possible.addAll(List.of(Verb.CREATE, Verb.CREATE, Verb.SCHEMA_ONLY));
        }
        if (branches.size() > 1) {
            possible.add(Verb.DELETE);
        }
        if (!children().isEmpty()) {
            possible.addAll(List.of(Verb.RESET, Verb.RESET, Verb.FLATTEN));
        }
        if (ONLY != null) {
            possible.retainAll(EnumSet.of(Verb.DELETE, Verb.CREATE, Verb.valueOf(ONLY)));
        } else if (random.nextInt(6) == 0) {
            possible = List.of(Verb.PROJECT);
        }
        return possible.get(random.nextInt(possible.size()));
    }

    private Deed deed(Verb verb) throws IOException {
        return switch (verb) {
            case CREATE -> create(any(branches.keySet()));
            case SCHEMA_ONLY -> createSchemaOnly(any(branches.keySet()));
            case FLATTEN -> flatten(any(children()));
            case RESET -> reset(any(children()));
            case DELETE -> delete(any(leaves()));
            case IMPORT -> importInto(any(branches.keySet()));
            case WRITE -> write(any(branches.keySet()));
            case PROJECT -> createProject();
        };
    }

    private Deed create(String parent) {
        String name = "b" + ++numbers;
        boolean compute = random.nextInt(3) > 0;
        Runnable made = () -> branches.put(name, new Known(parent, branches.get(parent).content()));
        return new Deed(
                "create " + name + " from " + parent,
                () -> client.branches().create(project, new NewBranch(name, parent, compute)),
                made,
                () -> {
                    made.run();
                    maybeCreated = name;
                });
    }

    /** A root with the tables of another branch, all of them empty. */
    private Deed createSchemaOnly(String source) {
        String name = "b" + ++numbers;
        boolean compute = random.nextBoolean();
        Runnable made = () -> branches.put(name, new Known("", new TreeSet<>()));
        return new Deed(
                "create " + name + " with the schema of " + source,
                () ->
                        client.branches()
                                .create(
                                        project,
                                        new NewBranch(name, source, compute).withSchemaOnly(true)),
                made,
                () -> {
                    made.run();
                    maybeCreated = name;
                });
    }

    /** Its content stays; whether it is a root now is seen in the check. */
    private Deed flatten(String name) {
        return new Deed(
                "flatten " + name,
                () -> client.branches().flatten(project, name),
                () -> branches.get(name).parent = "",
                () -> {});
    }

    private Deed reset(String name) {
        Known branch = branches.get(name);
        Set<Integer> before = branch.content();
        Set<Integer> after = branches.get(branch.parent).content();
        return new Deed(
                "reset " + name,
                () -> client.branches().resetFromParent(project, name),
                () -> branch.possible = Set.of(after),
                () -> branch.possible = either(before, after));
    }

    private Deed delete(String name) {
        return new Deed(
                "delete " + name,
                () -> client.branches().delete(project, name),
                () -> branches.remove(name),
                () -> maybeDeleted = name);
    }

    private Deed importInto(String name) throws IOException {
        int first = ++numbers;
        int second = ++numbers;
        Path script =
                Files.writeString(
                        folder.resolve("script.sql"),
                        "insert into note values (%d);\ninsert into note values (%d);\n"
                                .formatted(first, second));
        return changing(
                "import into " + name,
                branches.get(name),
                List.of(first, second),
                () ->
                        client.transfers()
                                .importFiles(
                                        project, name, new ImportRequest(List.of(script), "shop")));
    }

    private Deed write(String name) {
        Known branch = branches.get(name);
        int number = ++numbers;
        return changing(
                "write to " + name,
                branch,
                List.of(number),
                () -> {
                    // So that each write makes a segment of WAL one that can be removed.
                    execute(
                            branch.uri,
                            "insert into note values (%d); select pg_switch_wal()"
                                    .formatted(number));
                    return number;
                });
    }

    private static Deed changing(
            String name, Known branch, List<Integer> added, Callable<?> action) {
        Set<Integer> before = branch.content();
        Set<Integer> after = new TreeSet<>(before);
        after.addAll(added);
        return new Deed(
                name,
                action,
                () -> branch.possible = Set.of(after),
                () -> branch.possible = either(before, after));
    }

    private Deed createProject() {
        String name = "project" + ++numbers;
        return new Deed(
                "create " + name,
                () -> client.projects().create(new NewProject(name, null, null, null)),
                () -> {
                    newProject = name;
                    newProjectAcknowledged = true;
                },
                () -> {
                    newProject = name;
                    newProjectAcknowledged = false;
                });
    }

    // ---- one round

    /** Does it, kills the engine, and says what was done and how it came out. */
    private String killed(Verb verb, boolean after) throws Exception {
        Deed deed = deed(verb);
        if (verb == Verb.WRITE) {
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
    }

    private void check() throws Exception {
        Set<String> orphans = DaemonProcess.processesBelow(home);
        restart();
        assertThat(DaemonProcess.processesBelow(home)).doesNotContainAnyElementsOf(orphans);
        assertThat(DaemonProcess.mountsBelow(home)).hasSizeLessThanOrEqualTo(1);
        assertThat(new HomeLayout(home).lostAndFound()).doesNotExist();
        checkNewProject();
        List<Branch> found = client.branches().list(project);
        Set<String> names = found.stream().map(Branch::name).collect(Collectors.toSet());
        if (maybeCreated != null && !names.contains(maybeCreated)) {
            branches.remove(maybeCreated);
        }
        if (maybeDeleted != null && !names.contains(maybeDeleted)) {
            branches.remove(maybeDeleted);
        }
        maybeCreated = null;
        maybeDeleted = null;
        assertThat(names).isEqualTo(branches.keySet());
        for (Branch branch : found) {
            if (branch.parentId() == null) {
                branches.get(branch.name()).parent = "";
            } else {
                assertThat(branches.get(branch.name()).parent).isNotEmpty();
            }
        }
        assertThat(found).allMatch(branch -> branch.currentState().equals("ready"));
        assertThat(client.projects().operations(project))
                .noneMatch(operation -> operation.status().equals("running"));
        for (Map.Entry<String, Known> entry : branches.entrySet()) {
            checkContent(entry.getKey(), entry.getValue());
        }
    }

    private void checkContent(String name, Known branch) throws SQLException {
        String uri = client.endpoints().connectionUri(project, name, "shop", null).connectionUri();
        if (branch.uri.isEmpty()) {
            branch.uri = uri;
        }
        assertThat(uri).isEqualTo(branch.uri);
        awake(name);
        Set<Integer> content = new TreeSet<>();
        try (Connection connection = connect(uri);
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
                .allMatch(name -> name.equals("shop") || name.equals(newProject));
        if (newProjectAcknowledged) {
            assertThat(projects).hasSize(2);
        }
        for (Project made : projects) {
            if (!made.id().equals(project)) {
                client.endpoints()
                        .start(made.id(), client.endpoints().of(made.id(), "main").getFirst().id());
                execute(
                        client.endpoints()
                                .connectionUri(made.id(), "main", null, null)
                                .connectionUri(),
                        "select 1");
                client.projects().delete(made.id());
            }
        }
        newProject = null;
        newProjectAcknowledged = false;
    }

    private void awake(String name) {
        client.endpoints().start(project, client.endpoints().of(project, name).getFirst().id());
    }

    private void assertThatOnlyWhatTheCatalogKnowsIsLeft() throws IOException {
        assertThat(DaemonProcess.processesBelow(home)).isEmpty();
        assertThat(DaemonProcess.mountsBelow(home)).isEmpty();
        HomeLayout layout = new HomeLayout(home);
        assertThat(layout.lostAndFound()).doesNotExist();
        Set<String> known;
        Set<String> seals;
        try (Catalog catalog = Catalog.open(layout.catalog())) {
            known =
                    catalog.timelines().stream()
                            .map((Timeline timeline) -> timeline.id().value())
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(catalog.runningOperations()).isEmpty();
            seals = sealsOfWholeImages(catalog, new WalFolders(layout.wal()));
        }
        boolean layers = Files.exists(layout.layers());
        Path volume = layers ? layout.layers() : layout.copies();
        assertThat(withoutTemplate(names(layout.wal()))).isEqualTo(known);
        assertThat(withoutTemplate(names(volume.resolve("timelines")))).isEqualTo(known);
        assertThat(withoutTemplate(names(volume.resolve("seals")))).isEqualTo(seals);
    }

    /** Every image has all WAL from its redo position to its end, and one of each timeline is. */
    private static Set<String> sealsOfWholeImages(Catalog catalog, WalFolders walFolders)
            throws IOException {
        Set<String> seals = new TreeSet<>();
        for (Timeline timeline : catalog.timelines()) {
            assertThat(catalog.images(timeline.id())).as("images of %s", timeline).isNotEmpty();
            for (Image image : catalog.images(timeline.id())) {
                WalEnd end =
                        WalWalker.findEnd(
                                walFolders.of(timeline.id()), SEGMENT_BYTES, image.redo());
                assertThat(end.endLsnExclusive()).isGreaterThanOrEqualTo(image.end());
                seals.add(image.seal().value());
            }
        }
        return seals;
    }

    // ---- how

    private static String lastLines(String output) {
        List<String> lines =
                output.lines().filter(line -> !line.contains("Ending the Postgres")).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    private Set<String> children() {
        Set<String> found = new TreeSet<>(branches.keySet());
        found.removeIf(name -> branches.get(name).parent.isEmpty());
        return found;
    }

    private Set<String> leaves() {
        Set<String> found = new TreeSet<>(branches.keySet());
        found.remove("main");
        branches.values().forEach(branch -> found.remove(branch.parent));
        return found;
    }

    private String any(Set<String> names) {
        return List.copyOf(new TreeSet<>(names)).get(random.nextInt(names.size()));
    }

    private static Set<Set<Integer>> either(Set<Integer> one, Set<Integer> other) {
        return one.equals(other) ? Set.of(one) : Set.of(one, other);
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> withoutTemplate(Set<String> names) {
        names.removeIf(name -> name.contains("-template-"));
        return names;
    }

    private static void execute(String uri, String sql) throws SQLException {
        try (Connection connection = connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A session over the connection string that people are given. */
    static Connection connect(String uri) throws SQLException {
        URI parts = URI.create(uri);
        String[] user = parts.getUserInfo().split(":");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s?loginTimeout=20"
                        .formatted(parts.getHost(), parts.getPort(), parts.getPath()),
                user[0],
                user[1]);
    }
}
