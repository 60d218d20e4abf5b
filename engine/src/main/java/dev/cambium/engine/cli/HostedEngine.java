package dev.cambium.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.AccountCalls;
import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.BookmarkCalls;
import dev.cambium.engine.api.BranchCalls;
import dev.cambium.engine.api.DatabaseCalls;
import dev.cambium.engine.api.EndpointCalls;
import dev.cambium.engine.api.EngineCalls;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.LifeCalls;
import dev.cambium.engine.api.NightlyCalls;
import dev.cambium.engine.api.OwnCall;
import dev.cambium.engine.api.PastCalls;
import dev.cambium.engine.api.ProjectCalls;
import dev.cambium.engine.api.RoleCalls;
import dev.cambium.engine.api.SchemaCalls;
import dev.cambium.engine.api.SnapshotCalls;
import dev.cambium.engine.api.TransferCalls;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The engine as the commands in its process ask it. Nearly each begins by asking for projects and
 * branches: that is read of the engine itself, for an answer over HTTP is handed from thread to
 * thread seven times. All else goes over HTTP, so that what changes anything passes the same checks
 * whoever asks for it. Thread-safe.
 *
 * @param here what the API asks, too
 */
record HostedEngine(EngineCalls here, EngineClient overHttp) implements EngineClient {

    private static final Logger LOG = LoggerFactory.getLogger(HostedEngine.class);

    /** Reads; what nobody expected is told, and logged, as the API does. */
    static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("A command could not read", e);
            throw EngineException.unexpected(e);
        }
    }

    @Override
    public ProjectCalls projects() {
        return new HostedProjects(here.projects(), overHttp.projects());
    }

    @Override
    public BranchCalls branches() {
        return new HostedBranches(here.branches(), overHttp.branches());
    }

    @Override
    public EngineInfo info() {
        return overHttp.info();
    }

    @Override
    public void stop() {
        overHttp.stop();
    }

    @Override
    public LifeCalls life() {
        return overHttp.life();
    }

    @Override
    public EndpointCalls endpoints() {
        return overHttp.endpoints();
    }

    @Override
    public RoleCalls roles() {
        return overHttp.roles();
    }

    @Override
    public DatabaseCalls databases() {
        return overHttp.databases();
    }

    @Override
    public PastCalls past() {
        return overHttp.past();
    }

    @Override
    public BookmarkCalls bookmarks() {
        return overHttp.bookmarks();
    }

    @Override
    public SnapshotCalls snapshots() {
        return overHttp.snapshots();
    }

    @Override
    public SchemaCalls schemas() {
        return overHttp.schemas();
    }

    @Override
    public TransferCalls transfers() {
        return overHttp.transfers();
    }

    @Override
    public AnonymizeCalls anonymize() {
        return overHttp.anonymize();
    }

    @Override
    public NightlyCalls nightly() {
        return overHttp.nightly();
    }

    @Override
    public AccountCalls account() {
        return overHttp.account();
    }

    @Override
    public JsonNode call(String method, String path, @Nullable JsonNode body) {
        return overHttp.call(method, path, body);
    }

    @Override
    public void withdraw(OwnCall call) {
        overHttp.withdraw(call);
    }

    @Override
    public AutoCloseable follow(Consumer<EngineEvent> onEvent, Consumer<String> onLost) {
        return overHttp.follow(onEvent, onLost);
    }

    /** Lets go of the connections; the engine goes on. */
    @Override
    public void close() {
        overHttp.close();
    }
}
