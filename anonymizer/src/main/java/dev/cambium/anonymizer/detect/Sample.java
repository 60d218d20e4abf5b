package dev.cambium.anonymizer.detect;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Values of one table, as text.
 *
 * @param rows each with a value for every written column of the table, null for NULL
 */
public record Sample(List<@Nullable String[]> rows) {

    public static final Sample NONE = new Sample(List.of());
}
