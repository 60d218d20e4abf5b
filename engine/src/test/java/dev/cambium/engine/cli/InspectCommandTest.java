package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command makes of its words; {@code InspectIT} has a Postgres that answers. */
@NullUnmarked
class InspectCommandTest extends OnCommandLine {

    @BeforeEach
    void makeProject() {
        cambium("projects", "create", "--name", "shop");
        cambium("branches", "create", "--name", "dev");
    }

    @Test
    void theBranchThatIsNamedIsAsked() throws Exception {
        Outcome asked = cambium("inspect", "db", "locks", "--branch", "dev", "-o", "json");
        assertThat(asked.json().at("/0/branch").textValue()).isEqualTo("dev");
        assertThat(asked.json().at("/0/sql").textValue()).contains("pg_locks");
        assertThat(cambium("inspection", "db", "table-sizes", "-o", "csv").out())
                .startsWith("sql,branch,");
    }

    @Test
    void whatStockPostgresHasNoAnswerForIsSaidBeforeAnythingIsAsked() {
        for (String what : new String[] {"lfc-hit-rate", "working-set", "bloat"}) {
            assertRefused(Verb.REFUSED, "ostgres", "inspect", "db", what, "--project-id", "none");
        }
    }

    @Test
    void aWordThatIsNoneIsWrongUsageWithThoseThatThereAre() {
        assertRefused(Verb.WRONG_USAGE, "table-sizes, index-sizes", "inspect", "db", "sizes");
    }

    @Test
    void helpNamesEachThatIsAnswered() {
        String help = cambium("inspect", "db", "--help").out();
        for (Inspection one : Inspection.values()) {
            boolean answered = !one.name().matches("LFC_.*|WORKING_.*|BLOAT");
            assertThat(help.contains(one.word())).as(one.word()).isEqualTo(answered);
        }
        assertThat(cambium("completion", "bash").out()).contains("unused-indexes");
    }
}
