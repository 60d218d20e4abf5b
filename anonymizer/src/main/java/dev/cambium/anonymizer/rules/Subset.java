package dev.cambium.anonymizer.rules;

import dev.cambium.anonymizer.function.InvalidRuleException;

import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table come along. What refers to a row that does not come along does not either.
 *
 * @param where a condition in SQL over the table's columns; null for none
 * @param share of the rows, above 0 and at most 1; chosen by key, so that the same rows are chosen
 *     again
 */
public record Subset(@Nullable String where, double share) {

    public Subset {
        boolean valid = share > 0 && share <= 1;
        if (!valid) {
            throw new InvalidRuleException(
                    "A share lies above 0 and is at most 1, for example 0.1, not " + share);
        }
        if (where != null && where.isBlank()) {
            throw new InvalidRuleException("'where' is empty. Leave it out to take all rows.");
        }
    }
}
