package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * What a branch is to be restored to.
 *
 * @param source whose moment is meant, an id or a name; may be the branch itself
 * @param at an LSN, or a time of RFC 3339 with its zone; null means the head
 * @param preserveUnderName what the branch is called that keeps what was there; null lets the
 *     engine find a name
 */
public record RestoreRequest(
        String source, @Nullable String at, @Nullable String preserveUnderName) {}
