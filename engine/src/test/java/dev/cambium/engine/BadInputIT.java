package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What people get wrong: each is answered with a status and a sentence that says what is wrong and
 * what to do, and nothing is changed by it.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BadInputIT {

    private Path folder;
    private Path home;
    private Engine engine;
    private EngineClient client;
    private String project;
    private String mainUri;

    @BeforeAll
    void openEngine(@TempDir Path temporary) throws Exception {
        folder = temporary;
        home = folder.resolve("home");
        EngineHome engineHome = new EngineHome(home);
        engineHome.create();
        engine = Engine.open(engineHome, 0, VolumeChoice.AUTO, () -> {});
        client =
                EngineClient.connect(
                        URI.create(engineHome.listening().orElseThrow().apiUrl()),
                        engineHome.apiKeyOrNew());
        Created.ProjectReply made =
                client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
        project = made.project().id();
        mainUri = made.connectionUris().getFirst().connectionUri();
        execute("create table kept as select 1 as i");
    }

    @AfterAll
    void closeEngine() throws Exception {
        if (client != null) {
            client.close();
        }
        if (engine != null) {
            engine.close();
        }
        DaemonProcess.tidy(home);
    }

    @Test
    void unknownNamesAreSaid() {
        assertRefused(
                404,
                () -> client.branches().get(project, "nowhere"),
                "no branch",
                "nowhere",
                "list");
        assertRefused(404, () -> client.projects().get("nothing"), "no project", "nothing", "list");
        assertRefused(
                404,
                () -> client.branches().create("no-such-project", new NewBranch("b", null, false)),
                "no project",
                "no-such-project",
                "list");
        assertRefused(404, () -> client.branches().delete(project, "nowhere"), "nowhere");
        assertRefused(404, () -> client.branches().resetFromParent(project, "nowhere"), "nowhere");
    }

    @Test
    void branchThatIsProtectedAndExpiresIsRefusedAndEitherIsTaken() {
        Instant end = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        assertRefused(
                409,
                () -> client.branches().create(project, branch("both").withLife(true, end)),
                "one of the two");
        Branch guest =
                client.branches().create(project, branch("guest").withLife(false, end)).branch();
        assertThat(guest.expiresAt()).isEqualTo(end);
        assertThat(
                        client.branches()
                                .create(project, branch("castle").withLife(true, null))
                                .branch()
                                .isProtected())
                .isTrue();
        client.life().update(project, "castle", new BranchUpdate(null, false, null));
        client.branches().delete(project, "castle");
        client.branches().delete(project, "guest");
    }

    @Test
    void branchOfATakenNameIsRefusedAndTheFirstOneStays() {
        String id = client.branches().create(project, branch("twice")).branch().id();

        assertRefused(
                409,
                () -> client.branches().create(project, branch("twice")),
                "'twice' already",
                "another name");
        assertThat(client.branches().get(project, "twice").id()).isEqualTo(id);
        client.branches().delete(project, "twice");
    }

    @Test
    void namesThatAreNoneAreRefused() {
        int before = client.branches().list(project).size();

        assertRefused(
                400,
                () -> client.branches().create(project, branch("x".repeat(257))),
                "256 characters",
                "257",
                "shorter");
        assertRefused(400, () -> client.branches().create(project, branch("")), "blank");
        assertRefused(400, () -> client.branches().create(project, branch("  ")), "blank");
        assertRefused(
                400, () -> client.branches().create(project, branch("a\nb")), "control characters");
        assertThat(client.branches().list(project)).hasSize(before);
        String longest = "ä".repeat(256);
        client.branches().create(project, branch(longest));
        client.branches().delete(project, longest);
    }

    @Test
    void defaultBranchAndBranchWithChildrenStay() {
        client.branches().create(project, branch("parent"));
        client.branches().create(project, new NewBranch("child", "parent", false));

        assertRefused(
                409, () -> client.branches().delete(project, "main"), "default branch", "project");
        assertRefused(409, () -> client.branches().delete(project, "parent"), "child", "first");
        assertRefused(
                400, () -> client.branches().resetFromParent(project, "main"), "main", "no parent");
        assertThat(client.branches().get(project, "parent").currentState()).isEqualTo("ready");
        client.branches().delete(project, "child");
        client.branches().delete(project, "parent");
    }

    @Test
    void scriptWithAMistakeNamesFileAndLineAndChangesNothing() throws Exception {
        Path script =
                Files.writeString(
                        folder.resolve("broken.sql"),
                        """
                        create table half (i int);
                        insert into half values (1);

                        insert inot half values (2);
                        create table never (i int);
                        """);

        assertRefused(
                400,
                () ->
                        client.transfers()
                                .importFiles(
                                        project,
                                        "main",
                                        new ImportRequest(List.of(script), "shop")),
                "broken.sql",
                "4",
                "syntax error",
                "is as it was");
        assertThat(query("select to_regclass('half') is null and (select i from kept) = 1"))
                .isEqualTo("t");
        assertRefused(
                400,
                () ->
                        client.transfers()
                                .importFiles(
                                        project,
                                        "main",
                                        new ImportRequest(
                                                List.of(folder.resolve("none.sql")), "shop")),
                "none.sql");
        assertThat(query("select i from kept")).isEqualTo("1");
    }

    @Test
    void inputWithoutAnyStatementIsNoImport() throws Exception {
        for (String nothing : List.of("", "\n", "-- a comment alone\n")) {
            Path script = Files.writeString(folder.resolve("nothing.sql"), nothing);
            assertRefused(
                    400,
                    () ->
                            client.transfers()
                                    .importFiles(
                                            project,
                                            "main",
                                            new ImportRequest(List.of(script), "shop")),
                    "no SQL statement in",
                    "nothing.sql",
                    "is as it was");
        }
        assertThat(query("select i from kept")).isEqualTo("1");
    }

    @Test
    void onlyOneOfSeveralResetsAtOnceIsDone() throws Exception {
        client.branches().create(project, branch("busy"));
        List<Callable<String>> resets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            resets.add(() -> client.branches().resetFromParent(project, "busy").name());
        }
        int done = 0;
        int refused = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(resets.size())) {
            for (Future<String> answer : threads.invokeAll(resets)) {
                try {
                    assertThat(answer.get()).isEqualTo("busy");
                    done++;
                } catch (ExecutionException e) {
                    assertSentence(e.getCause(), 423, "'busy' is being reset", "Try again");
                    refused++;
                }
            }
        }
        assertThat(done).isPositive();
        assertThat(refused).isPositive();
        client.branches().resetFromParent(project, "busy");
        client.branches().delete(project, "busy");
    }

    // ---- how

    /** Without a compute, which most of this does not need. */
    private static NewBranch branch(String name) {
        return new NewBranch(name, null, false);
    }

    static void assertRefused(int status, Callable<?> call, String... parts) {
        Throwable thrown = null;
        try {
            call.call();
        } catch (Throwable e) {
            thrown = e;
        }
        assertSentence(thrown, status, parts);
    }

    /** A sentence, not a stack trace or the name of a class. */
    static void assertSentence(Throwable thrown, int status, String... parts) {
        EngineException refusal =
                catchThrowableOfType(
                        EngineException.class,
                        () -> {
                            if (thrown != null) {
                                throw thrown;
                            }
                        });
        assertThat(refusal).as("what was refused").isNotNull();
        assertThat(refusal.getMessage()).contains(parts).doesNotContain("Exception").endsWith(".");
        assertThat(refusal.status()).as(refusal.getMessage()).isEqualTo(status);
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = KilledDeeds.connect(mainUri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws Exception {
        try (Connection connection = KilledDeeds.connect(mainUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
