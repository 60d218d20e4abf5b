package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * What is asked of a new branch; null means the default.
 *
 * @param name null lets the engine find one
 * @param parent the parent's id or name; null means the default branch
 * @param at the moment of the parent to begin with: {@code head} (the default), an LSN, or a time
 *     of RFC 3339 with its zone
 * @param compute whether to start a compute on it at once
 * @param schemaOnly whether it becomes a root branch with the parent's schema and none of its rows
 * @param isProtected whether resetting and deleting it is refused from the beginning
 * @param expiresAt when it is to be deleted by itself, at most 30 days away; null for never
 * @param words Neon's {@code annotation_value}: kept with the branch, of no meaning to the engine
 * @param endpoints what is to be set for its compute, and by which others it can be read
 */
public record NewBranch(
        @Nullable String name,
        @Nullable String parent,
        @Nullable String at,
        boolean compute,
        boolean schemaOnly,
        boolean isProtected,
        @Nullable Instant expiresAt,
        Map<String, String> words,
        BranchEndpoints endpoints) {

    /** One without words, and with the endpoint that each branch has. */
    public NewBranch(
            @Nullable String name,
            @Nullable String parent,
            @Nullable String at,
            boolean compute,
            boolean schemaOnly,
            boolean isProtected,
            @Nullable Instant expiresAt) {
        this(
                name,
                parent,
                at,
                compute,
                schemaOnly,
                isProtected,
                expiresAt,
                Map.of(),
                BranchEndpoints.NONE);
    }

    /** One with its parent's data, that lives for good. */
    public NewBranch(
            @Nullable String name, @Nullable String parent, @Nullable String at, boolean compute) {
        this(name, parent, at, compute, false, false, null);
    }

    /** One that begins with what its parent has now. */
    public NewBranch(@Nullable String name, @Nullable String parent, boolean compute) {
        this(name, parent, null, compute);
    }

    /** The same with the parent's schema alone, if asked for. */
    public NewBranch withSchemaOnly(boolean only) {
        return new NewBranch(
                name, parent, at, compute, only, isProtected, expiresAt, words, endpoints);
    }

    /** The same that is protected, or expires. */
    public NewBranch withLife(boolean guarded, @Nullable Instant end) {
        return new NewBranch(name, parent, at, compute, schemaOnly, guarded, end, words, endpoints);
    }

    /** The same with words that are kept with it. */
    public NewBranch withWords(Map<String, String> kept) {
        return new NewBranch(
                name, parent, at, compute, schemaOnly, isProtected, expiresAt, kept, endpoints);
    }

    /** The same with these endpoints. */
    public NewBranch withEndpoints(BranchEndpoints wanted) {
        return new NewBranch(
                name, parent, at, compute, schemaOnly, isProtected, expiresAt, words, wanted);
    }
}
