package dev.cambium.engine.catalog;

import java.time.Instant;
import java.util.Map;

/**
 * Words that whoever made a branch put to it. They mean nothing to the engine.
 *
 * @param words by their names
 */
public record BranchAnnotation(String branchId, Map<String, String> words, Instant createdAt) {

    public BranchAnnotation {
        words = Map.copyOf(words);
    }
}
