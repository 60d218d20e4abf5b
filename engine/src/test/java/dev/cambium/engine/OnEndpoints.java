package dev.cambium.engine;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Tests that share one engine, with its API and gateway, on a home of their own. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnEndpoints {

    EndpointsFixture engine;

    @BeforeAll
    final void open(@TempDir Path folder) {
        engine = new EndpointsFixture(folder.resolve("home"));
    }

    @AfterAll
    final void close() throws Exception {
        engine.close();
    }
}
