package dev.cambium.gui.workspace;

import dev.cambium.engine.api.EngineException;
import dev.cambium.gui.l10n.Text;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a failure into the sentence that is shown; what is no engine's answer is also logged. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    public static String sentence(Exception failure) {
        if (failure instanceof EngineException refused) {
            String message = refused.getMessage();
            return message == null || message.isBlank() ? refused.code() : message;
        }
        LOG.error("The window could not do what was asked", failure);
        return Text.get("error.unexpected", failure.toString());
    }

    /** Whether the engine could not be reached at all. */
    public static boolean unreachable(Exception failure) {
        return failure instanceof EngineException refused && refused.status() == 0;
    }
}
