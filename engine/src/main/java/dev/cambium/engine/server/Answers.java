package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.CatalogException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Supplier;

/** Puts what the engine refuses into the API's words. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** Does it, and puts refusals into the API's words. */
    static <T> T answer(Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.FAILED) {
                LOG.error("A verb failed", refusal);
            }
            throw new EngineException(
                    status(refusal.kind()), refusal.code(), String.valueOf(refusal.getMessage()));
        } catch (CatalogException e) {
            if (String.valueOf(e.getMessage()).contains("No space left on device")) {
                throw new EngineException(
                        507,
                        "DISK_FULL",
                        "The disk is full, so this was not done. Free some space, then try again.");
            }
            throw e;
        }
    }

    private static int status(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case BUSY -> 423;
            case UNAVAILABLE -> 503;
            case DISK_FULL -> 507;
            case FAILED -> 500;
        };
    }
}
