package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Commands in a folder that is linked to a project, and has pinned a branch. */
@NullUnmarked
class ContextCommandsTest {

    private final InMemoryEngine engine = new InMemoryEngine();

    @TempDir private Path folder;
    private Path work;
    private EngineHome home;
    private ApiServer server;
    private String shop;

    private record Outcome(int code, String out, String err, CallersProgram program) {

        JsonNode json() throws IOException {
            assertThat(code).as(err).isZero();
            return ApiJson.mapper().readTree(out);
        }

        Outcome done() {
            assertThat(code).as(err).isZero();
            return this;
        }
    }

    @BeforeEach
    void start() throws IOException {
        home = new EngineHome(folder.resolve("home"));
        home.create();
        server = new ApiServer(engine, home.apiKeyOrNew(), 0, new HostedCommands(home)).start();
        Served.announce(home, server);
        shop = engine.projects().create(new NewProject("shop", "main", null, "db")).project().id();
        engine.branches().create(shop, new NewBranch("dev", null, true));
        work = Files.createDirectories(folder.resolve("work/src")).getParent();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theOnlyProjectIsLinkedWithoutAWord() throws IOException {
        Outcome linked = cambium("link").done();
        assertThat(linked.out()).contains("shop (" + shop + ")");
        assertThat(linked.err()).contains("No branch is pinned");
        assertThat(context())
                .isEqualTo(ApiJson.mapper().readTree("{\"projectId\": \"%s\"}".formatted(shop)));
        assertThat(work.resolve(".env")).doesNotExist();
    }

    @Test
    void amongSeveralProjectsOneHasToBeNamed() throws IOException {
        newProject("other");
        Outcome refused = cambium("link");
        assertThat(refused.code()).isOne();
        assertThat(refused.err()).contains("shop, other", "--project-id");
        assertThat(work.resolve(".neon")).doesNotExist();

        cambium("link", "--project-id", "other").done();
        assertThat(cambium("branches", "list", "-o", "json").json().findValuesAsText("name"))
                .containsExactly("main");
        assertThat(pinned()).as("a single branch is pinned").isEqualTo("main");
    }

    @Test
    void linkPinsWhatItIsToldAndKeepsWhatWasPinned() throws IOException {
        cambium("link", "--branch", "dev", "--no-env-pull").done();
        assertThat(pinned()).isEqualTo("dev");
        assertThat(work.resolve(".env")).doesNotExist();
        cambium("link", "-y").done();
        assertThat(pinned()).isEqualTo("dev");
        cambium("link", "--branch-id", branchId("main")).done();
        assertThat(pinned()).isEqualTo("main");

        write("{\"projectId\": \"%s\", \"branch\": \"gone\"}".formatted(shop));
        Outcome mended = cambium("link", "-y").done();
        assertThat(mended.err()).contains("Branch gone", "not there any more");
        assertThat(pinned()).isEqualTo("main");
    }

    @Test
    void linkMakesAProjectIfAsked() throws IOException {
        cambium("link", "--project-name", "fresh").done();
        assertThat(cambium("status", "-o", "json").json().at("/project/name").textValue())
                .isEqualTo("fresh");
        Outcome both = cambium("link", "--project-name", "a", "--project-id", "shop");
        assertThat(both.code()).isEqualTo(Verb.WRONG_USAGE);
        assertThat(engine.projects().list()).hasSize(2);
    }

    @Test
    void clearedTheFolderMeansTheOnlyProjectAgain() throws IOException {
        cambium("checkout", "dev").done();
        cambium("link", "--clear").done();
        assertThat(context()).isEmpty();
        assertThat(url("connection-string")).isEqualTo(url("connection-string", "main"));
        Files.delete(work.resolve(".neon"));
        assertThat(cambium("link", "--clear").err()).contains("nothing is linked");
        assertThat(work.resolve(".neon")).doesNotExist();
    }

    @Test
    void aProjectOfNeonsCloudIsRefusedByEveryCommandUntilToldOtherwise() throws IOException {
        write("{\"orgId\": \"org-1\", \"projectId\": \"calm-sea-1\", \"branch\": \"main\"}");
        for (String line :
                List.of("branches list", "timeline", "databases list", "gc --free", "undo")) {
            Outcome refused = cambium(line.split(" "));
            assertThat(refused.code()).as(line).isOne();
            assertThat(refused.err())
                    .contains(work.resolve(".neon").toString(), "calm-sea-1")
                    .contains("Neon's cloud (of organization org-1)")
                    .contains("--project-id", "cambium link", "shop");
        }
        assertThat(cambium("branches", "list", "--project-id", "shop").done().out())
                .contains("dev")
                .doesNotContain("[pinned]");
        assertThat(url("connection-string", "--project-id", "shop"))
                .isEqualTo(url("connection-string", "main", "--project-id", "shop"));

        Outcome linked = cambium("link").done();
        assertThat(linked.err()).contains("It was linked to project calm-sea-1 before.");
        assertThat(context().has("orgId")).isFalse();
        cambium("branches", "list").done();
    }

    @Test
    void aBranchThatIsNotThereIsRefusedAndTheDefaultNotTakenForIt() throws IOException {
        write("{\"projectId\": \"%s\", \"branch\": \"gone\"}".formatted(shop));
        for (String line :
                List.of(
                        "connection-string",
                        "databases list",
                        "roles list",
                        "databases delete db",
                        "snapshots create --name x",
                        "timeline",
                        "logs",
                        "schema-diff",
                        "run -- true",
                        "import a.sql",
                        "env pull",
                        "bookmarks list")) {
            Files.writeString(work.resolve("a.sql"), "select 1;");
            String[] words = (line.startsWith("schema") ? "branches " + line : line).split(" ");
            Outcome refused = cambium(words);
            assertThat(refused.code()).as(line).isOne();
            assertThat(refused.err())
                    .as(line)
                    .contains(work.resolve(".neon").toString(), "gone", "project shop")
                    .contains("cambium checkout", "main, dev");
        }
        assertThat(cambium("query", "select 1").err()).contains("pins branch gone");
        assertThat(cambium("databases", "list", "--branch", "dev").done().out()).contains("db");
        assertThat(cambium("branches", "list").code()).isZero();
        assertThat(engine.branches().list(shop)).hasSize(2);
    }

    @Test
    void aFileThatIsNoneIsRefusedAndACommandThatNamesAllDoesWithout() throws IOException {
        write("projectId: shop");
        Outcome refused = cambium("branches", "list");
        assertThat(refused.code()).isOne();
        assertThat(refused.err()).contains(work.resolve(".neon").toString(), "line 1");
        for (String verb : List.of("link", "checkout dev", "set-context --project-id shop")) {
            assertThat(cambium(verb.split(" ")).code()).as(verb).isOne();
        }
        cambium("branches", "list", "--project-id", "shop").done();
        cambium("databases", "list", "--project-id", "shop", "--branch", "dev").done();
        assertThat(work.resolve(".neon")).hasContent("projectId: shop");
    }

    @Test
    void whatIsPinnedIsMeantFromFoldersBelow() throws IOException {
        String main = url("connection-string");
        cambium("checkout", "dev").done();
        String dev = url("connection-string");
        assertThat(dev).isNotEqualTo(main).isEqualTo(url("connection-string", "dev"));
        Outcome below = in(work.resolve("src"), "connection-string").done();
        assertThat(below.out().strip()).isEqualTo(dev);
        assertThat(url("connection-string", "main")).isEqualTo(main);
        assertThat(in(folder, "connection-string").out().strip()).isEqualTo(main);
        Path file = work.resolve(".neon");
        assertThat(in(folder, "--context-file", file.toString(), "connection-string").out().strip())
                .isEqualTo(dev);
    }

    @Test
    void aPinOfOneProjectIsNotOneOfAnother() throws IOException {
        cambium("checkout", "dev").done();
        newProject("other");
        assertThat(cambium("databases", "list", "--project-id", "other").done().err())
                .doesNotContain("dev");
        assertThat(cambium("databases", "list", "--project-id", "shop").done().err())
                .contains("On branch dev, which " + work.resolve(".neon") + " pins.");
    }

    @Test
    void changesSayThatTheyAreMadeOnThePinnedBranch() throws IOException {
        cambium("checkout", "dev").done();
        Outcome made = cambium("databases", "create", "--name", "extra").done();
        assertThat(made.err()).contains("On branch dev");
        assertThat(engine.databases().list(shop, branchId("dev"))).hasSize(2);
        assertThat(engine.databases().list(shop, branchId("main"))).hasSize(1);
        Files.writeString(work.resolve("a.sql"), "select 1;");
        Outcome imported = cambium("import", "a.sql").done();
        assertThat(imported.err()).contains("On branch dev");
        assertThat(imported.out()).contains("dev");
    }

    @Test
    void aNewBranchStillComesFromTheDefaultOneAndARunFromThePinned() throws IOException {
        cambium("checkout", "dev").done();
        JsonNode made = cambium("branches", "create", "--name", "new", "-o", "json").json();
        assertThat(made.at("/branch/parent_id").textValue()).isEqualTo(branchId("main"));
        CallersProgram program = cambium("run", "--", "true").done().program();
        String made2 = program.environment().get("CAMBIUM_BRANCH_ID");
        assertThat(engine.branches().get(shop, made2).parentId()).isEqualTo(branchId("dev"));
    }

    @Test
    void listsOfBranchesMarkThePinnedOne() {
        cambium("checkout", "dev").done();
        assertThat(cambium("branches", "list").out())
                .contains("dev [pinned]", "main [default]")
                .doesNotContain("main [default] [pinned]");
    }

    @Test
    void checkoutMakesABranchOnlyIfAsked() throws IOException {
        Outcome missing = cambium("checkout", "new");
        assertThat(missing.code()).isOne();
        assertThat(missing.err()).contains("no branch new", "main, dev", "--create");
        assertThat(work.resolve(".neon")).doesNotExist();
        assertThat(cambium("checkout").err()).contains("Say which branch", "main, dev");

        cambium("checkout", "new", "--create").done();
        assertThat(pinned()).isEqualTo("new");
        cambium("checkout", "dev", "--create").done();
        cambium("checkout", branchId("new")).done();
        assertThat(pinned()).as("its name is written").isEqualTo("new");
        assertThat(engine.branches().list(shop)).hasSize(3);
    }

    @Test
    void checkoutLeadsProgramsThereAndLeavesOtherVariables() throws IOException {
        Path environment = work.resolve(".env");
        Files.writeString(
                environment,
                "A=1\nexport DATABASE_URL = old\n# DATABASE_URL=x\nDATABASE_URL_UNPOOLED=old\nNEON_BRANCH=x\n");
        in(work.resolve("src"), "link", "--context-file", "../.neon").done();
        in(work.resolve("src"), "checkout", "dev").done();
        String dev = url("connection-string");
        assertThat(Files.readAllLines(environment))
                .containsExactly(
                        "A=1",
                        "export DATABASE_URL =" + dev,
                        "# DATABASE_URL=x",
                        "DATABASE_URL_UNPOOLED=" + dev,
                        "NEON_BRANCH=dev");
        cambium("checkout", "main", "--no-env-pull").done();
        assertThat(environment).content().contains(dev);
        cambium("env", "pull").done();
        assertThat(environment).content().doesNotContain(dev);
        cambium("env", "pull", "--branch", "dev", "--file", "src/.env.dev").done();
        assertThat(work.resolve("src/.env.dev")).hasContent("DATABASE_URL=" + dev);
    }

    @Test
    void inARepositoryOfGitTheFilesAreUnknownToGit() throws Exception {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        git("init", "-q", "-b", "feature");
        cambium("checkout", "dev").done();
        assertThat(work.resolve(".gitignore")).hasContent(".neon");
        assertThat(git("status", "--porcelain", "--untracked-files=all"))
                .isEqualTo("?? .gitignore");
        Files.delete(work.resolve(".gitignore"));
        cambium("checkout", "main").done();
        assertThat(work.resolve(".gitignore")).as("one that is there is let be").doesNotExist();
    }

    @Test
    void anEnvironmentThatGitTracksIsRefusedAndTheBranchPinned() throws Exception {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        git("init", "-q", "-b", "feature");
        Files.writeString(work.resolve(".env"), "A=1\n");
        git("add", ".env");
        Outcome refused = cambium("checkout", "dev");
        assertThat(refused.code()).isOne();
        assertThat(refused.err()).contains("git rm --cached .env", "--no-env-pull");
        assertThat(work.resolve(".env")).hasContent("A=1\n");
        assertThat(pinned()).isEqualTo("dev");
    }

    @Test
    void aCheckoutOfGitMovesThePinAlong() throws Exception {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        git("init", "-q", "-b", "feature");
        cambium("git", "sync").done();
        assertThat(work.resolve(".neon")).as("nothing is pinned").doesNotExist();
        cambium("checkout", "dev").done();
        cambium("git", "sync", "--project-id", shop).done();
        assertThat(pinned()).isEqualTo("git/feature");
    }

    @Test
    void statusTellsWhatIsMeantAndWhetherItIsThere() throws IOException {
        assertThat(cambium("status").done().out()).contains("none");
        assertThat(cambium("status", "--current-branch").code()).isOne();
        cambium("checkout", "dev").done();
        assertThat(cambium("status").out())
                .contains(work.resolve(".neon").toString(), "shop (" + shop, "dev (pinned)")
                .contains("State");
        assertThat(cambium("status", "--current-branch").out()).isEqualTo("dev\n");
        JsonNode json = cambium("status", "-o", "json").json();
        assertThat(json.at("/branch/name").textValue()).isEqualTo("dev");
        assertThat(json.path("context_file").textValue())
                .isEqualTo(work.resolve(".neon").toString());

        write("{\"projectId\": \"%s\", \"branch\": \"gone\"}".formatted(shop));
        assertThat(cambium("status").done().out()).contains("gone, pinned, which is not there");
        write("{\"projectId\": \"calm-sea-1\", \"branch\": \"main\"}");
        assertThat(cambium("status").done().out())
                .contains("calm-sea-1, which this engine does not have");
    }

    @Test
    void setContextForgetsWhatItIsNotTold() throws IOException {
        cambium("set-context", "--project-id", shop, "--branch-id", branchId("dev")).done();
        assertThat(pinned()).isEqualTo("dev");
        cambium("set-context", "--project-id", "shop", "--org-id", "org-1").done();
        assertThat(context())
                .isEqualTo(
                        ApiJson.mapper()
                                .readTree(
                                        "{\"orgId\": \"org-1\", \"projectId\": \"%s\"}"
                                                .formatted(shop)));
        assertThat(cambium("set-context", "--branch", "nope").code()).isOne();
        cambium("set-context").done();
        assertThat(context()).isEmpty();
    }

    @Test
    void whoeverAsksIsTheUserOfTheComputerInNoOrganization() throws IOException {
        assertThat(cambium("me").done().out()).contains(System.getProperty("user.name"));
        assertThat(cambium("me", "-o", "json").json().path("billing_account").path("state"))
                .hasToString("\"active\"");
        assertThat(cambium("orgs", "list", "-o", "json").json()).isEmpty();
        assertThat(cambium("org", "list").done().out()).contains("There is none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"link", "checkout", "status", "env pull", "set-context", "me", "orgs list"})
    void everyVerbHasHelp(String verb) {
        Outcome help = cambium((verb + " --help").split(" "));
        assertThat(help.out()).contains("Usage: cambium " + verb, "--context-file");
        assertThat(cambium("--help").out()).contains("  " + verb.split(" ")[0]);
    }

    private void newProject(String name) {
        engine.projects().create(new NewProject(name, "main", null, "db"));
    }

    private String branchId(String name) {
        return FolderContext.named(engine.branches().list(shop), name).orElseThrow().id();
    }

    private String url(String... words) {
        return cambium(words).done().out().strip();
    }

    private JsonNode context() throws IOException {
        return ApiJson.mapper().readTree(Files.readString(work.resolve(".neon")));
    }

    private String pinned() throws IOException {
        return context().path("branch").textValue();
    }

    private void write(String text) throws IOException {
        Files.writeString(work.resolve(".neon"), text);
    }

    private Outcome cambium(String... words) {
        return in(work, words);
    }

    private Outcome in(Path where, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CallersProgram[] program = new CallersProgram[1];
        CommandLineHost.Prints prints =
                new CommandLineHost.Prints() {
                    @Override
                    public OutputStream out() {
                        return out;
                    }

                    @Override
                    public OutputStream err() {
                        return err;
                    }

                    @Override
                    public void thenRun(CallersProgram asked) {
                        program[0] = asked;
                    }

                    @Override
                    public CommandLineHost.Watch whenLeft(Runnable action) {
                        return () -> {};
                    }

                    @Override
                    public void holdUntilEndOf(long pid) {
                        throw new AssertionError("nothing here ends the engine");
                    }
                };
        Map<String, String> variables =
                Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
        int code =
                new HostedCommands(home)
                        .run(List.of(words), new Caller(where, variables, false), prints);
        return new Outcome(
                code,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                program[0]);
    }

    private String git(String... words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .directory(work.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }
}
