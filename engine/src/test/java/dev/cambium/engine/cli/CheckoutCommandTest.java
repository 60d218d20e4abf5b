package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Moving to a branch takes the environment of programs along, and git's checkout the branch. */
@NullUnmarked
class CheckoutCommandTest extends OnFolder {

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

    private String git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
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
