package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.CallersProgram;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands in a folder that is linked to a project, and has pinned a branch. */
@NullUnmarked
class ContextCommandsTest extends OnFolder {

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
}
