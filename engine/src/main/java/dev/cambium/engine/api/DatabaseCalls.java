package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What can be asked about the databases of a branch, which is named by its id or its name.
 * Thread-safe, as all calls; see {@link EngineCalls}.
 */
public interface DatabaseCalls {

    List<Database> list(String projectId, String branch);

    /**
     * @param ownerName null means the project's default role
     */
    Database create(String projectId, String branch, String name, @Nullable String ownerName);

    /**
     * Gives a database another name, which ends the sessions in it, or another owner.
     *
     * @param newName null leaves it
     * @param ownerName null leaves it
     */
    Database update(
            String projectId,
            String branch,
            String database,
            @Nullable String newName,
            @Nullable String ownerName);

    /** Deletes a database with all that is in it. */
    Database delete(String projectId, String branch, String database);
}
