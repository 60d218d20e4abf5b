package dev.cambium.engine.api;

import java.util.Optional;
import java.util.UUID;

/**
 * A call whose caller may not wait for its end: he gives it an id of his own, by which {@link
 * EngineClient#withdraw} takes back what this call began and nothing else, whatever else runs.
 * Thread-safe.
 *
 * @param id unlike all others
 */
public record OwnCall(String id) {

    /** The header that carries the id. */
    public static final String HEADER = "Cambium-Call-Id";

    private static final ScopedValue<OwnCall> PRESENT = ScopedValue.newInstance();

    public static OwnCall fresh() {
        return new OwnCall(UUID.randomUUID().toString());
    }

    /** Makes the one call that the id is for, on this thread. */
    public <T, X extends Throwable> T make(ScopedValue.CallableOp<T, X> call) throws X {
        return ScopedValue.where(PRESENT, this).call(call);
    }

    /** The one that is being made on this thread. */
    static Optional<OwnCall> present() {
        return PRESENT.isBound() ? Optional.of(PRESENT.get()) : Optional.empty();
    }
}
