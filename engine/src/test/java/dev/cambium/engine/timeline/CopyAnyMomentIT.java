package dev.cambium.engine.timeline;

import dev.cambium.engine.testing.RoomyFolder;
import dev.cambium.engine.volume.CopyVolume;
import dev.cambium.engine.volume.Volume;

import org.junit.jupiter.api.AfterEach;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Any moment on copies of the files; in memory where there is enough, for each opening copies and
 * syncs a thousand files, and that they survive a loss of power is not what is tested here.
 */
class CopyAnyMomentIT extends AnyMomentContract {

    private final RoomyFolder copies = new RoomyFolder();

    @Override
    Path workFolder(Path temporary) throws IOException {
        return copies.inMemoryOr(temporary);
    }

    @Override
    Volume open(Path home) throws IOException {
        return CopyVolume.open(home.resolve("copies"), "This is a test.");
    }

    /** After the servers have ended: JUnit ends the classes above this one later. */
    @AfterEach
    void freeMemory() throws Exception {
        endServers();
        copies.free();
    }
}
