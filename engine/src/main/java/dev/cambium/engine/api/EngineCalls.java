package dev.cambium.engine.api;

/**
 * All that can be asked of an engine, by noun. {@link EngineClient} asks over HTTP; the engine
 * itself answers to the same calls, so that one question has one shape on both sides. Calls may be
 * made from any thread and block until they are answered.
 *
 * <p>What cannot be done is told by an {@link EngineException} with a sentence for people and the
 * status and code of Neon's API.
 */
public interface EngineCalls {

    EngineInfo info();

    /** Asks the engine to stop and returns at once; its process ends when all is put away. */
    void stop();

    ProjectCalls projects();

    BranchCalls branches();

    LifeCalls life();

    EndpointCalls endpoints();

    RoleCalls roles();

    DatabaseCalls databases();

    PastCalls past();

    BookmarkCalls bookmarks();

    SnapshotCalls snapshots();

    SchemaCalls schemas();

    TransferCalls transfers();

    AnonymizeCalls anonymize();

    NightlyCalls nightly();

    AccountCalls account();
}
