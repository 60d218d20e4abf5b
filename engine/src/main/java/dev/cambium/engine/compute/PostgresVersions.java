package dev.cambium.engine.compute;

import dev.cambium.engine.page.BuildVersion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every Postgres that the projects of an engine run on: the default one, others that the build
 * brought, which are unpacked when the first project wants them, and installed ones. Thread-safe.
 */
public final class PostgresVersions {

    private static final Map<Integer, String> BUNDLED =
            Map.of(18, BuildVersion.postgres(), 17, BuildVersion.postgres17());

    private final Path folder;
    private final PostgresBinaries byDefault;
    private final Map<Integer, PostgresBinaries> bundled = new ConcurrentHashMap<>();
    private final Map<Path, PostgresBinaries> installed = new ConcurrentHashMap<>();

    private PostgresVersions(Path folder, PostgresBinaries byDefault) {
        this.folder = folder;
        this.byDefault = byDefault;
        bundled.put(byDefault.major(), byDefault);
    }

    /**
     * Unpacks the default version unless that was done before.
     *
     * @param folder holds one folder per version, shared by engines
     */
    public static PostgresVersions open(Path folder) throws IOException {
        return new PostgresVersions(folder, PostgresBinaries.unpackInto(folder));
    }

    public PostgresBinaries byDefault() {
        return byDefault;
    }

    /**
     * A Postgres that the build brought.
     *
     * @throws ComputeException if it brought none of this major version
     */
    public PostgresBinaries bundled(int major) throws ComputeException, IOException {
        String version = BUNDLED.get(major);
        if (version == null) {
            throw new ComputeException(
                    "Postgres %d does not come with Cambium: 18 and 17 do. For 16 to 18, name an installed one with --postgres-bin."
                            .formatted(major));
        }
        PostgresBinaries known = bundled.get(major);
        if (known == null || !known.isThere()) {
            known = PostgresBinaries.unpackInto(folder, version);
            bundled.put(major, known);
        }
        return known;
    }

    /**
     * A Postgres that the user has installed; asked for its version once while the engine runs.
     *
     * @throws ComputeException with a sentence if it is not there or cannot be used
     */
    public PostgresBinaries installed(Path bin) throws ComputeException, IOException {
        PostgresBinaries known = installed.get(bin);
        if (known == null || !known.isThere()) {
            known = PostgresBinaries.installedIn(bin);
            installed.put(bin, known);
        }
        return known;
    }

    /**
     * The Postgres of a project.
     *
     * @param bin the folder of an installed one, null for one that the build brought
     * @throws ComputeException with a sentence if it is not there, or no longer the version that
     *     the project's files are of
     */
    public PostgresBinaries of(int major, @Nullable String bin)
            throws ComputeException, IOException {
        if (bin == null) {
            return bundled(major);
        }
        PostgresBinaries found = installed(Path.of(bin));
        if (found.major() != major) {
            throw new ComputeException(
                    "The Postgres in '%s' is version %s now, and the project's files are of %d. Install Postgres %d there again."
                            .formatted(bin, found.version(), major, major));
        }
        return found;
    }
}
