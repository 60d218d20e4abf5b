package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.NeonTime;

import java.time.Instant;
import java.util.Map;

/**
 * What Neon answers of the words put to a branch. They are put once, when it is made.
 *
 * @param value the words by their names
 */
record Annotation(
        Of object,
        Map<String, String> value,
        @NeonTime Instant createdAt,
        @NeonTime Instant updatedAt) {

    /** What the words are about. */
    record Of(String type, String id) {}

    static Annotation of(Branch branch, Map<String, String> words) {
        return new Annotation(
                new Of("console/branch", branch.id()),
                words,
                branch.createdAt(),
                branch.createdAt());
    }
}
