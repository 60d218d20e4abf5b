package dev.cambium.engine.fuse.mount;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

/** Mounting as the user who runs the tests. */
class FuseMountIT {

    private Path scratch;
    private Path folder;

    @BeforeEach
    void makeScratch() throws Exception {
        FuseAvailability availability = FuseAvailability.probe();
        assumeTrue(availability.usable(), availability.reason());
        scratch = Files.createTempDirectory("cambium-fuse");
        folder = scratch.resolve("with blank").resolve("mount");
    }

    @AfterEach
    void removeScratch() throws Exception {
        if (scratch == null) {
            return;
        }
        if (Files.exists(folder.getParent())) {
            if (FuseMount.isMounted(folder)) {
                Mounter.choose().detach(folder);
            }
            Files.deleteIfExists(folder);
            Files.delete(folder.getParent());
        }
        Files.delete(scratch);
    }

    @Test
    void leavesNothingBehind() throws Exception {
        MountTrials.leavesNothingBehind(folder);
    }

    @Test
    void takesOffWhatAKilledEngineLeft() throws Exception {
        MountTrials.takesOffWhatAKilledEngineLeft(folder);
    }

    @Test
    void leavesAloneWhatIsServed() throws Exception {
        MountTrials.leavesAloneWhatIsServed(folder);
    }

    @Test
    void cutsOffProcessesThatDoNotLetGo() throws Exception {
        MountTrials.cutsOffProcessesThatDoNotLetGo(folder);
    }

    @Test
    void noticesThatSomebodyElseUnmounted() throws Exception {
        MountTrials.noticesThatSomebodyElseUnmounted(folder);
    }

    @Test
    void hidesNoFiles() throws Exception {
        MountTrials.hidesNoFiles(folder);
    }
}
