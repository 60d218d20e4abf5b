package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.file.Files;

/** Decides which sealed layers get a snapshot of their names, so that replay stays bounded. */
final class SnapshotRule {

    /** Replaying a record takes about a microsecond, opening a log about fifty. */
    private static final int LAYERS_MAX = 32;

    private SnapshotRule() {}

    /** Writes a snapshot if too many layers lie between this one and the last that has one. */
    static void apply(Layer layer, Disk disk) throws IOException {
        int distance = 0;
        for (Layer below : new LayerStack(layer)) {
            if (Files.exists(below.folder().resolve(NamesSnapshot.FILE))) {
                return;
            }
            if (++distance >= LAYERS_MAX) {
                Namespace names = layer.sealedNames();
                if (names != null) {
                    NamesSnapshot.write(layer.folder(), names, disk);
                }
                return;
            }
        }
    }
}
