package dev.cambium.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.transfer.ImportFailure.ServerError;

import org.junit.jupiter.api.Test;

class ImportFailureTest {

    @Test
    void missingExtensionNamesTheWayOut() {
        assertThat(failure("extension \"vector\" is not available").getMessage())
                .startsWith("shop.sql, line 7: extension \"vector\" is not available (0A000)")
                .contains("cambium projects create --postgres-bin DIR");
        assertThat(failure("relation \"vector\" is not available").getMessage())
                .doesNotContain("--postgres-bin");
    }

    private static ImportFailure failure(String message) {
        return new ImportFailure(
                "shop.sql",
                7,
                new ServerError("CREATE EXTENSION vector", "0A000", message, null, null, null),
                new IllegalStateException());
    }
}
