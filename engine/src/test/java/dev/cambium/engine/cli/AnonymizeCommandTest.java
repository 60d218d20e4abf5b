package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** {@code cambium anonymize}: what programs read, and what people do. */
@NullUnmarked
class AnonymizeCommandTest extends OnCommandLine {

    @TempDir private Path folder;

    @BeforeEach
    void aProject() {
        assertThat(cambium("projects", "create", "--name", "shop").code()).isZero();
    }

    @Test
    void eachFindingIsAnObjectThatSaysWhereWhatHowSureAndWhy() throws Exception {
        JsonNode found =
                cambium("anonymize", "detect", "main", "--database", "shop", "-o", "json").json();
        assertThat(found).hasSize(1);
        JsonNode email = found.get(0);
        assertThat(email.get("schema").asText()).isEqualTo("public");
        assertThat(email.get("table").asText()).isEqualTo("people");
        assertThat(email.get("column").asText()).isEqualTo("email");
        assertThat(email.get("kind").asText()).isEqualTo("EMAIL_ADDRESS");
        assertThat(email.get("confidence").asDouble()).isEqualTo(0.97);
        assertThat(email.get("reasons").get(0).asText()).contains("email address");

        JsonNode all =
                cambium("anonymize", "detect", "main", "--database", "shop", "--all", "-o", "json")
                        .json();
        assertThat(all).hasSize(2);
        assertThat(all.get(1).get("path").asText()).isEqualTo("$.who");
        assertThat(cambium("anonymize", "detect", "main", "--database", "shop").out())
                .contains("public.people.email", "97 %", "the name says email address");
    }

    @Test
    void rulesAreShownSetAndApproved() throws Exception {
        JsonNode shown =
                cambium("anonymize", "rules", "show", "--database", "shop", "-o", "json").json();
        assertThat(shown.get("database").asText()).isEqualTo("shop");
        assertThat(shown.get("version").asInt()).isZero();
        assertThat(shown.get("approved").asBoolean()).isFalse();

        Path rules = folder.resolve("rules.yaml");
        Files.writeString(rules, "cambium_rules: 1\n");
        JsonNode set = cambium("anonymize", "rules", "set", rules.toString(), "-o", "json").json();
        assertThat(set.get("version").asInt()).isOne();
        assertThat(cambium("anonymize", "rules", "show", "--database", "shop").out())
                .contains("cambium_rules: 1");
        Files.writeString(rules, "nothing of the kind\n");
        assertRefused(1, "do not begin with a version", "anonymize", "rules", "set", "" + rules);
    }

    @Test
    void aPreviewShowsRowsBeforeAndAfter() throws Exception {
        JsonNode preview =
                cambium("anonymize", "preview", "main", "--database", "shop", "-o", "json").json();
        JsonNode people = preview.get("tables").get(0);
        assertThat(people.get("table").asText()).isEqualTo("public.people");
        assertThat(people.get("before").get(0).get(0).isNull()).isTrue();
        assertThat(people.get("after").get(0).get(0).asText()).isEqualTo("mia@example.com");
        assertThat(preview.get("problems").get(0).asText()).isEqualTo("a problem");
        assertThat(preview.get("warnings").get(0).asText()).isEqualTo("a warning");
    }

    @Test
    void aRunAsksForOneBranchAsItShallBeAndItsReportCanBeRead() throws Exception {
        JsonNode made =
                cambium(
                                "anonymize",
                                "run",
                                "main",
                                "--database",
                                "shop",
                                "--name",
                                "safe",
                                "--accept-detected",
                                "--protect",
                                "-o",
                                "json")
                        .json();
        assertThat(made.get("branch").get("name").asText()).isEqualTo("safe");
        assertThat(engine.anonymize().lastRun().source()).isEqualTo("main");
        assertThat(engine.anonymize().lastRun().database()).isEqualTo("shop");
        assertThat(engine.anonymize().lastRun().acceptDetected()).isTrue();
        assertThat(engine.anonymize().lastRun().isProtected()).isTrue();

        JsonNode report = cambium("anonymize", "report", "safe", "-o", "json").json();
        assertThat(report.get(0).get("rows").asInt()).isEqualTo(7);
    }

    @Test
    void whatIsMissingIsAWrongUse() {
        assertThat(cambium("anonymize", "run", "main", "--database", "shop").code()).isEqualTo(2);
        assertThat(cambium("anonymize", "detect", "main").code()).isEqualTo(2);
        assertRefused(
                2,
                "There is no file ",
                "anonymize",
                "run",
                "main",
                "--database",
                "shop",
                "--name",
                "safe",
                "--rules",
                folder.resolve("none.yaml").toString());
    }
}
