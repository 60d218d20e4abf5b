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

    private final ComputeFolders folders;
    private final Path folder;

    /**
     * @param folder for the servers' files, which may be there from earlier trials
     */
    public TrialStart(ComputeFolders folders, Path folder) {
        this.folders = folders;
        this.folder = folder;
    }

    /**
     * Returns if these settings may be set at all; no server is asked.
     *
     * @throws ComputeException with a sentence that names the one that may not
     */
    public void requireAllowed(
            PostgresBinaries binaries, Map<String, String> settings, List<String> preloadLibraries)
            throws ComputeException {
        new ServerSettings(settings, preloadLibraries).requireAllowed(binaries);
    }

    /**
     * Returns if a server starts with these settings.
     *
     * @throws ComputeException with what Postgres says against them
     */
    public synchronized void run(
            PostgresBinaries binaries, Map<String, String> settings, List<String> preloadLibraries)
            throws ComputeException, IOException {
        ServerSettings tried = new ServerSettings(settings, preloadLibraries);
        tried.requireAllowed(binaries);
        Path data = folder.resolve(binaries.word());
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            Folders.deleteTree(data);
            Files.createDirectories(folder);
            InitDb.run(binaries, data);
        }
        ComputePlan plan =
                new ComputePlan(
                        new TimelineId("tl-trial"),
                        data,
                        ComputeAddress.socketOnly(NUMBER),
                        "trial",
                        () -> binaries,
                        folders);
        Compute compute = new Compute(plan.with(() -> tried), (state, why) -> {});
        try {
            compute.start();
            compute.stop();
        } catch (ComputeException e) {
            Folders.deleteTree(data);
            throw e;
        }
    }
}
