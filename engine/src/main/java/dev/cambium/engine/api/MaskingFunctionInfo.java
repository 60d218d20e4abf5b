package dev.cambium.engine.api;

import java.util.List;

/**
 * A masking function.
 *
 * @param summary what comes out
 * @param guarantee for example {@code unique, not reversible, format kept}
 * @param arguments names
 * @param types families of types that it takes, for example {@code text} and {@code integer}
 */
public record MaskingFunctionInfo(
        String name,
        String summary,
        String guarantee,
        List<String> arguments,
        List<String> types) {}
