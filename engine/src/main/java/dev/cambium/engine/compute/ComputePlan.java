package dev.cambium.engine.compute;

import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a compute is made of.
 *
 * @param name shown in the process list
 * @param binaries the Postgres that runs it, asked for at each start: an installed one may be gone
 * @param fresh whether the folder holds no lock file of a server that is gone
 * @param settings what a user sets, asked for at each start
 */
public record ComputePlan(
        TimelineId timeline,
        Path dataFolder,
        ComputeAddress address,
        String name,
        Postgres binaries,
        ComputeFolders folders,
        boolean fresh,
        Supplier<ServerSettings> settings,
        ComputePurpose purpose) {

    /** Finds the programs. */
    public interface Postgres {
        /**
         * @throws ComputeException with a sentence if they are not there
         */
        PostgresBinaries find() throws ComputeException, IOException;
    }

    /** A compute for a branch's present, without settings, on a folder that had servers before. */
    public ComputePlan(
            TimelineId timeline,
            Path dataFolder,
            ComputeAddress address,
            String name,
            Postgres binaries,
            ComputeFolders folders) {
        this(
                timeline,
                dataFolder,
                address,
                name,
                binaries,
                folders,
                false,
                () -> ServerSettings.NONE,
                ComputePurpose.BRANCH);
    }

    /** The same on a folder of which is known whether it holds the lock file of a server. */
    public ComputePlan fresh(boolean isFresh) {
        return new ComputePlan(
                timeline, dataFolder, address, name, binaries, folders, isFresh, settings, purpose);
    }

    /** The same with what a user sets. */
    public ComputePlan with(Supplier<ServerSettings> chosen) {
        return new ComputePlan(
                timeline, dataFolder, address, name, binaries, folders, fresh, chosen, purpose);
    }

    /** The same for another purpose. */
    public ComputePlan serving(ComputePurpose other) {
        return new ComputePlan(
                timeline, dataFolder, address, name, binaries, folders, fresh, settings, other);
    }
}
