package dev.cambium.engine.api;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.function.Consumer;

/**
 * All that a client can ask of an engine.
 *
 * <p>Calls block until the engine has done what was asked and throw {@link EngineException} with a
 * sentence for people when it has not. A branch is named by its id or its name. Thread-safe.
 */
public interface EngineClient extends EngineCalls, AutoCloseable {

    /**
     * A header of calls that delete: what is not there is refused with a sentence. Without it such
     * a call is answered with 204, as Neon answers it.
     */
    String REFUSE_MISSING = "Cambium-Refuse-Missing";

    /**
     * A client of the engine at {@code apiUrl}, which ends in {@code /api/v2}. Does not connect
     * yet.
     */
    static EngineClient connect(URI apiUrl, String apiKey) {
        return new HttpEngineClient(apiUrl, apiKey);
    }

    /**
     * Makes any call.
     *
     * @param method GET, POST, PUT, PATCH or DELETE
     * @param path behind {@code /api/v2}, with its query
     * @param body null for none
     * @return what it answers; a missing node for nothing
     * @throws EngineException also if the path is none
     */
    JsonNode call(String method, String path, @Nullable JsonNode body);

    /**
     * Takes back a call that another thread has made or is about to make; it fails soon, and has
     * changed nothing.
     *
     * @throws EngineException 409 if it is too late for that
     */
    void withdraw(OwnCall call);

    /**
     * Follows the event stream until the answer is closed; events come on a thread of the client's.
     * A lost connection is taken up again; {@code onLost} hears of it once with a sentence. Each
     * time the stream opens it begins with an event {@code stream.opened}. What happened while the
     * connection was lost is told then, unless it was more than a thousand events or the engine was
     * started anew: so whoever shows a list reads it anew.
     */
    AutoCloseable follow(Consumer<EngineEvent> onEvent, Consumer<String> onLost);

    @Override
    void close();
}
