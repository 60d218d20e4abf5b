package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Options that people know from Neon's command line, where ours says the same otherwise. */
class NeonOptionsTest extends OnCommandLine {

    @BeforeEach
    void makeBranches() {
        assertThat(cambium("projects", "create", "--name", "shop").code()).isZero();
        assertThat(cambium("branches", "create", "--name", "dev").code()).isZero();
    }

    @Test
    void aNewBranchCanHaveAnAddressToReadFromAndATimeout() throws Exception {
        JsonNode made =
                cambium(
                                "branches",
                                "create",
                                "--name",
                                "reports",
                                "--type",
                                "read_only",
                                "--suspend-timeout",
                                "600",
                                "-o",
                                "json")
                        .json();
        assertThat(made.path("endpoints")).hasSize(1);
        assertThat(engine.lastUpdate().suspendTimeoutSeconds()).isEqualTo(600);
        assertThat(made.path("connection_uris")).hasSize(1);

        assertThat(cambium("branches", "add-compute", "reports", "--name", "more").code()).isZero();
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeAnythingIsMade() throws Exception {
        assertRefused(2, "read_write or read_only", "branches", "create", "--type", "both");
        assertRefused(2, "leave one", "branches", "create", "--type", "read_only", "--no-compute");
        assertRefused(
                2, "from the beginning", "branches", "add-compute", "dev", "--type", "read_write");
        assertThat(cambium("branches", "list", "-o", "json").json()).hasSize(2);
    }

    @Test
    void computeUnitsAreTakenAndSaidToSetNothing() {
        Outcome made = cambium("branches", "create", "--name", "big", "--cu", "0.5-3");
        assertThat(made.code()).isZero();
        assertThat(made.err() + made.out()).contains("--cu sets nothing here");
        assertThat(cambium("branches", "create", "--name", "safe", "--protected").code()).isZero();
    }

    @Test
    void aConnectionStringCanBeTakenApartAndTunedForPrisma() throws Exception {
        String plain = cambium("cs", "dev").out().strip();
        JsonNode parts = cambium("cs", "dev", "--extended", "-o", "json").json();
        assertThat(parts.path("connection_string").asText()).isEqualTo(plain);
        assertThat(plain)
                .contains(parts.path("host").asText())
                .contains(parts.path("role").asText() + ":" + parts.path("password").asText())
                .contains("/" + parts.path("database").asText());
        assertThat(cambium("cs", "dev", "--extended").out()).contains("host", "role", "password");
        assertThat(cambium("cs", "dev", "--prisma", "--pooled").out().strip())
                .isEqualTo(plain + "&connect_timeout=30");
    }

    @Test
    void aNewBranchIsOpenedInPsqlRightAway() {
        assumeThat(Programs.find("psql")).as("there is no psql here").isPresent();
        // No server is behind the little engine: psql says so, and its exit code is the command's.
        Outcome made = cambium("branches", "create", "--name", "opened", "--psql");
        assertThat(made.code()).isEqualTo(2);
        assertThat(cambium("branches", "get", "opened").code()).isZero();
        assertThat(cambium("cs", "opened", "--psql").code()).isEqualTo(2);
    }

    @Test
    void anyCallCanBeMadeByItsPath() throws Exception {
        JsonNode projects = cambium("api", "/projects").json().path("projects");
        String path = "/projects/" + projects.path(0).path("id").asText() + "/branches";
        JsonNode made =
                cambium("api", path, "-F", "branch.protected=true", "-f", "branch.name=18").json();
        assertThat(made.path("branch").path("name").asText()).isEqualTo("18");
        assertThat(cambium("api", "/api/v2" + path, "-Q", "search=18").json().path("branches"))
                .hasSize(1);
        String renamed = path + "/" + made.path("branch").path("id").asText();
        String number = "{\"branch\":{\"name\":7}}";
        assertRefused(1, "must be a string", "api", renamed, "-X", "patch", "-d", number);
        assertThat(cambium("api", renamed, "-X", "DELETE").code()).isZero();
    }

    @Test
    void aCallThatIsNoneIsRefusedWithASentence() {
        assertRefused(1, "begins with a slash", "api", "projects");
        assertRefused(1, "GET /api/v2/projects", "api", "/project");
        assertRefused(1, "is no call", "api", "/projects/a b");
        assertRefused(1, "no JSON", "api", "/projects", "-d", "{");
        assertRefused(1, "NAME=VALUE", "api", "/projects", "-F", "name");
        assertRefused(1, "the whole body", "api", "/projects", "-d", "{}", "-F", "a=1");
        assertRefused(1, "has no end", "api", "/cambium/events");
    }

    @Test
    void aDiffShowsWhatChangedSinceTheParentOrAnotherBranch() {
        String sinceParent = cambium("diff", "--branch", "dev").out();
        assertThat(sinceParent).isEqualTo(cambium("branches", "schema-diff", "dev").out());
        assertThat(cambium("diff", "main", "--branch", "dev").out())
                .isEqualTo(cambium("branches", "schema-diff", "main", "dev").out());
        assertRefused(2, "has no parent", "diff");
    }
}
