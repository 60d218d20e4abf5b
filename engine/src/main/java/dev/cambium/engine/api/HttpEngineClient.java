package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The engine over HTTP: Neon's calls under {@code /api/v2}, and what Neon has no call for under
 * {@code /api/v2/cambium}.
 */
final class HttpEngineClient implements EngineClient {

    /** An engine that lives answers this call from memory. */
    private static final Duration INFO_TIMEOUT = Duration.ofSeconds(5);

    private final ApiCalls calls;
    private final ApiPaths paths;

    /**
     * @param apiUrl ends in {@code /api/v2}
     */
    HttpEngineClient(URI apiUrl, String apiKey) {
        this.calls = new ApiCalls(apiUrl, apiKey);
        this.paths = new ApiPaths(calls);
    }

    @Override
    public EngineInfo info() {
        return calls.read(calls.get("/cambium/engine", INFO_TIMEOUT), EngineInfo.class);
    }

    @Override
    public JsonNode call(String method, String path, @Nullable JsonNode body) {
        return calls.any(method, path, body);
    }

    @Override
    public void stop() {
        calls.post("/cambium/engine/stop", object());
    }

    @Override
    public ProjectCalls projects() {
        return new HttpProjectCalls(calls, paths);
    }

    @Override
    public BranchCalls branches() {
        return new HttpBranchCalls(calls, paths);
    }

    @Override
    public LifeCalls life() {
        return new HttpLifeCalls(calls, paths);
    }

    @Override
    public EndpointCalls endpoints() {
        return new HttpEndpointCalls(calls, paths);
    }

    @Override
    public RoleCalls roles() {
        return new HttpRoleCalls(calls, paths);
    }

    @Override
    public DatabaseCalls databases() {
        return new HttpDatabaseCalls(calls, paths);
    }

    @Override
    public PastCalls past() {
        return new HttpPastCalls(calls, paths);
    }

    @Override
    public BookmarkCalls bookmarks() {
        return new HttpBookmarkCalls(calls, paths);
    }

    @Override
    public SnapshotCalls snapshots() {
        return new HttpSnapshotCalls(calls, paths);
    }

    @Override
    public SchemaCalls schemas() {
        return new HttpSchemaCalls(calls, paths);
    }

    @Override
    public AnonymizeCalls anonymize() {
        return new HttpAnonymizeCalls(calls, paths);
    }

    @Override
    public NightlyCalls nightly() {
        return new HttpNightlyCalls(calls, paths);
    }

    @Override
    public AccountCalls account() {
        return new HttpAccountCalls(calls);
    }

    @Override
    public TransferCalls transfers() {
        return new HttpTransferCalls(calls, paths);
    }

    @Override
    public void withdraw(OwnCall call) {
        calls.post("/cambium/calls/" + encode(call.id()) + "/withdraw", object());
    }

    @Override
    public AutoCloseable follow(Consumer<EngineEvent> onEvent, Consumer<String> onLost) {
        return new EventFollower(calls, "/cambium/events", onEvent, onLost);
    }

    @Override
    public void close() {
        calls.close();
    }
}
