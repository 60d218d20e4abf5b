package dev.cambium.engine.layer;

import java.io.IOException;

/** Deletes the layers that no timeline, no seal and nobody at work needs any more. Thread-safe. */
final class LayerCollector {

    private final LayerRegistry registry;
    private final LayerFactory factory;

    LayerCollector(LayerRegistry registry, LayerFactory factory) {
        this.registry = registry;
        this.factory = factory;
    }

    void collect() throws IOException {
        for (Layer layer : registry.removeUnreached()) {
            factory.delete(layer);
        }
    }

    /** Ends a lease. */
    void giveBack(Layer layer) throws IOException {
        registry.giveBack(layer);
        collect();
    }
}
