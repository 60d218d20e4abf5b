package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What shells complete. */
class CompletionTest extends OnCommandLine {

    /** Completes the last of its words, as bash does, with a cambium that knows three branches. */
    private static final String TYPED =
            """
            source "$0"
            cambium() { [ "$*" = branch-names ] && printf '%s\n' main feature/login 'with space'; }
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            _complete_cambium 2>/dev/null
            printf '%s\n' "${COMPREPLY[@]}"
            """;

    @ParameterizedTest
    @CsvSource({
        "cambium branches delete fe, feature/login",
        "cambium branches reset ma, main",
        "cambium psql wi, with\\ space",
        "cambium roles list --branch wi, with\\ space",
        "cambium branches create --parent ma, main",
        "cambium branches schema-diff main fe, feature/login",
        "cambium branches restore main fe, feature/login",
        "cambium branches reset --preserve-under-name ma, ''",
        "cambium branches reset main --pres, --preserve-under-name",
        "cambium branches rese, reset",
    })
    void bashCompletesBranchesWhereOneIsMeant(String typed, String completed) throws Exception {
        assertThat(inBash(typed.split(" "))).isEqualTo(completed);
    }

    @Test
    void aSecondWordThatIsNoBranchIsNotCompletedAsOne() throws Exception {
        assertThat(inBash("cambium", "branches", "rename", "main", "fe")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__fish_seen_subcommand_from psql' -a", "-l branch -r -a"})
    void fishAsksForBranches(String where) {
        assertThat(cambium("completion", "fish").out())
                .contains("function __cambium_branches", where + " '(__cambium_branches)'");
    }

    @Test
    void theNamesAreThoseOfTheProjectThatIsMeant() {
        assertThat(cambium("branch-names").out()).isEmpty();
        assertThat(cambium("projects", "create", "--name", "shop").code()).isZero();
        assertThat(cambium("branches", "create", "--name", "dev").code()).isZero();

        Outcome names = cambium("branch-names");

        assertThat(names.code()).isZero();
        assertThat(names.out().lines()).containsExactlyInAnyOrder("main", "dev");
        assertThat(cambium("projects", "create", "--name", "second").code()).isZero();
        assertThat(cambium("branch-names")).isEqualTo(new Outcome(0, "", ""));
        assertThat(cambium("branch-names", "--project-id", "shop").out()).contains("dev");
    }

    @Test
    void withoutAnEngineThereAreNoNamesAndNoneIsStarted() {
        server.close();
        assertThat(cambium("branch-names")).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void helpForACommandThatIsNoneIsRefusedWithWhatIsLikeIt() {
        assertRefused(2, "branchs", "help", "branchs");
        assertThat(cambium("help", "branchs").err()).contains("branches");
        assertThat(cambium("help", "branches").out()).contains("schema-diff");
        assertThat(cambium("help").out()).contains("workbench");
    }

    private String inBash(String... words) throws Exception {
        Path script = folder.resolve("completion.sh");
        Files.writeString(script, cambium("completion", "bash").out());
        List<String> command = new ArrayList<>(List.of("bash", "-c", TYPED, script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said.strip();
    }
}
