package dev.cambium.engine.catalog;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** A catalog of its own for each test, which may close and open it. */
abstract class OnCatalog {

    @TempDir Path home;
    Catalog catalog;

    @BeforeEach
    final void open() {
        catalog = Catalog.open(home.resolve("catalog"));
    }

    @AfterEach
    final void close() {
        catalog.close();
    }
}
