package dev.cambium.engine.catalog;

import java.time.Instant;

/**
 * What every mask of a project hangs on: who has it can undo what is reversible.
 *
 * @param secret 32 bytes as hexadecimal digits
 */
public record MaskingKey(String projectId, String secret, Instant createdAt) {

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "MaskingKey of " + projectId;
    }
}
