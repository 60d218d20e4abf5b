package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;

/**
 * Data on its way in. A branch is named by its id or its name. Thread-safe, as all calls; see
 * {@link EngineCalls}.
 */
public interface TransferCalls {

    ImportReport importFiles(String projectId, String branch, ImportRequest request);

    /** Like {@link #importFiles} for one stream of SQL, which is read to its end. */
    ImportReport importStream(
            String projectId, String branch, InputStream sql, @Nullable String database);

    /** Copies a running database from elsewhere. */
    ImportReport importDatabase(String projectId, String branch, DatabaseImport request);

    /**
     * Loads the sample web shop into the default branch.
     *
     * @param scale its size, from 1 up
     */
    ImportReport loadSample(String projectId, int scale);
}
