package dev.cambium.engine.api;

import java.util.List;

/**
 * What concerns the home as a whole: its user and keys, and what was used. Thread-safe, as all
 * calls.
 */
public interface AccountCalls {

    /** Whoever asks. */
    User me();

    /** Those that whoever asks is a member of. */
    List<Organization> organizations();

    /**
     * What was used, in stretches of time, oldest first within each project or branch.
     *
     * @throws EngineException 406 if it reaches further back than the granularity allows
     */
    List<UsageFrame> usage(UsageQuery query);

    /** The keys that let in, that of the home first. */
    List<ApiKey> apiKeys();

    /** Makes a key; the answer is the only place where it is ever seen. */
    ApiKey createApiKey(String name);

    /**
     * From now on the key lets nobody in.
     *
     * @throws EngineException 409 for that of the home
     */
    ApiKey revokeApiKey(long id);
}
