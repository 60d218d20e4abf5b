package dev.cambium.engine.compute;

import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.Folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starts a server that holds nothing, to see whether settings are such that one starts. Reading
 * settings is not enough: that two contradict each other, or that the memory is not there, shows at
 * a start only. Takes about a second the first time. Thread-safe; one is tried at a time.
 */
public final class TrialStart {

    /** Names the socket; no server that listens on TCP can have this number. */
    private static final int NUMBER = 1;

    private final PostgresBinaries binaries;
    private final ComputeFolders folders;
    private final Path folder;

    /**
     * @param folder for the server's files; may be there from an earlier trial
     */
    public TrialStart(PostgresBinaries binaries, ComputeFolders folders, Path folder) {
        this.binaries = binaries;
        this.folders = folders;
        this.folder = folder;
    }

    /**
     * Returns if a server starts with these settings.
     *
     * @throws ComputeException with what Postgres says against them
     */
    public synchronized void run(Map<String, String> settings, List<String> preloadLibraries)
            throws ComputeException, IOException {
        ServerSettings tried = new ServerSettings(settings, preloadLibraries);
        tried.requireAllowed();
        if (!Files.exists(folder.resolve("PG_VERSION"))) {
            Folders.deleteTree(folder);
            InitDb.run(binaries, folder);
        }
        Compute compute =
                new Compute(
                        new TimelineId("tl-trial"),
                        folder,
                        ComputeAddress.socketOnly(NUMBER),
                        "trial",
                        false,
                        binaries,
                        folders,
                        () -> tried,
                        (state, why) -> {});
        try {
            compute.start();
            compute.stop();
        } catch (ComputeException e) {
            Folders.deleteTree(folder);
            throw e;
        }
    }
}
