package dev.cambium.engine.timeline;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.fuse.mount.FuseAvailability;
import dev.cambium.engine.volume.LayersVolume;
import dev.cambium.engine.volume.Volume;

import java.nio.file.Path;

/** Any moment on layers, through the kernel. */
class LayersAnyMomentIT extends AnyMomentContract {

    @Override
    Volume open(Path home) throws Exception {
        FuseAvailability fuse = FuseAvailability.probe();
        assumeTrue(fuse.usable(), fuse.reason());
        return LayersVolume.open(home.resolve("layers"), home.resolve("pgdata"));
    }
}
