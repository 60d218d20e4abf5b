package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The file {@code seals/ID}: the newest layer of a frozen stack.
 *
 * @param top a sealed layer
 */
record SealManifest(LayerId top) {

    private static final ChecksummedFile.Kind KIND =
            new ChecksummedFile.Kind(0x43414d425345414cL, 1); // CAMBSEAL

    void write(Path path, Disk disk) throws IOException {
        ChecksummedFile.write(path, KIND, disk, out -> out.writeLong(top.value()));
    }

    static SealManifest read(Path path) throws IOException {
        return new SealManifest(new LayerId(ChecksummedFile.read(path, KIND).readLong()));
    }
}
