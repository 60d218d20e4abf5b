package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;

import io.javalin.http.Context;

import java.io.IOException;

/**
 * What deleting answers when there is nothing: 204, as Neon has it, so that programs can repeat the
 * call. Our own client asks for a refusal instead, since people mistype names.
 */
final class Deletions {

    /** A call that deletes, and answers. */
    interface Deletion {
        void run() throws IOException;
    }

    private Deletions() {}

    /**
     * @param notFound the code of the refusal that says that the thing itself is not there
     */
    static void answer(Context context, String notFound, Deletion deletion) throws IOException {
        try {
            deletion.run();
        } catch (EngineException e) {
            if (!e.code().equals(notFound) || context.header(EngineClient.REFUSE_MISSING) != null) {
                throw e;
            }
            context.status(204);
        }
    }
}
