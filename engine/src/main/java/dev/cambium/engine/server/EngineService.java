package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineCalls;
import dev.cambium.engine.api.EngineEvent;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the API asks of the engine behind it.
 *
 * <p>Besides what {@link EngineCalls} says: a call must return only when what was asked is done and
 * durable, and must throw {@link dev.cambium.engine.api.EngineException} with an HTTP status, a
 * code and a sentence when it is not: 404 for what does not exist, 409 for a name that is taken,
 * 423 while another operation holds the branch. {@link #info} may leave out the address, the server
 * fills it in. {@link #stop} must return without waiting, so that the caller is answered.
 */
public interface EngineService extends EngineCalls {

    /**
     * Calls {@code listener} for each event from now on, in their order, until the answer is
     * closed. The listener returns at once and does not throw.
     */
    AutoCloseable follow(Consumer<EngineEvent> listener);

    /**
     * The words put to some branches when they were made.
     *
     * @return by the branch's id; one without words is left out
     */
    Map<String, Map<String, String>> words(List<String> branchIds);

    /**
     * Whether a key that is not the home's lets in. How long the answer takes must tell nothing
     * about the keys.
     */
    boolean acceptsKey(byte[] key);
}
