package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.OwnCall;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Calls that are taken back before they come. */
@NullUnmarked
class WithdrawnCallsTest {

    private static final ImportRequest FILE =
            new ImportRequest(List.of(Path.of("/tmp/shop.sql")), "shop");

    private final InMemoryEngine engine = new InMemoryEngine();
    private ApiServer server;
    private EngineClient client;
    private String project;

    @BeforeEach
    void start() throws IOException {
        server = new ApiServer(engine, "key", 0).start();
        client = EngineClient.connect(server.apiUrl(), "key");
        project =
                client.projects()
                        .create(new NewProject("shop", "main", null, "shop"))
                        .project()
                        .id();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void anImportThatIsLeftBeforeItCameIsRefusedAndNoOther() {
        OwnCall left = OwnCall.fresh();
        client.withdraw(left);
        assertThat(imports(OwnCall.fresh()).statements()).isEqualTo(3);
        engine.imported = List.of();
        assertThatThrownBy(() -> imports(left))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("taken back before it came. Nothing was changed.");
        assertThat(engine.imported).isEmpty();
        assertThat(client.transfers().importFiles(project, "main", FILE).statements()).isEqualTo(3);
    }

    @Test
    void aRunThatIsLeftBeforeItCameIsRefused() {
        OwnCall left = OwnCall.fresh();
        client.withdraw(left);
        NewAnonymized wish =
                new NewAnonymized("safe", "main", null, "shop", null, true, false, false, null);
        assertThatThrownBy(() -> left.make(() -> client.anonymize().run(project, wish)))
                .hasMessageContaining("taken back before it came");
        assertThat(engine.anonymize().lastRun()).isNull();
    }

    @Test
    void whatHasEndedCanBeTakenBackNoMoreAndThatChangesNothing() {
        OwnCall done = OwnCall.fresh();
        var _ = imports(done);
        client.withdraw(done);
        assertThat(client.transfers().importFiles(project, "main", FILE).statements()).isEqualTo(3);
    }

    @Test
    void anIdIsShort() {
        assertThatThrownBy(() -> client.withdraw(new OwnCall("x".repeat(101))))
                .hasMessageContaining("at most 100 characters");
    }

    private ImportReport imports(OwnCall call) {
        return call.make(() -> client.transfers().importFiles(project, "main", FILE));
    }
}
