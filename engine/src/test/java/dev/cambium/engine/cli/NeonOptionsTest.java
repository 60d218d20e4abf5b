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
        assertRefused(1, "read_write or read_only", "branches", "create", "--type", "both");
        assertRefused(1, "leave one", "branches", "create", "--type", "read_only", "--no-compute");
        assertRefused(
                1, "from the beginning", "branches", "add-compute", "dev", "--type", "read_write");
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
}
