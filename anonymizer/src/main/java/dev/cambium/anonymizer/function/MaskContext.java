package dev.cambium.anonymizer.function;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.mask.KeyedHash;
import dev.cambium.anonymizer.mask.MaskingSecret;

import java.util.List;
import java.util.Locale;

/**
 * What a function needs to make a mask for a column.
 *
 * @param secret of the project
 * @param table that has the column
 * @param type of the column; of columns that foreign keys link, the narrowest, so that a value
 *     becomes the same in all of them
 * @param arguments of the rule
 */
public record MaskContext(MaskingSecret secret, Table table, ColumnType type, Arguments arguments) {

    KeyedHash hash(String purpose) {
        return secret.hash("mask " + purpose);
    }

    /** Values that the type takes for equal get the same mask. */
    String folded(String value) {
        return type.sql().contains("citext") ? value.toLowerCase(Locale.ROOT) : value;
    }

    /** How many characters fit. */
    int lengthMax() {
        return type.lengthMax() == 0 ? Integer.MAX_VALUE : type.lengthMax();
    }

    String fitted(String value) {
        int max = lengthMax();
        return value.length() <= max ? value : value.substring(0, max).stripTrailing();
    }

    /**
     * The place of another column of the table.
     *
     * @throws InvalidRuleException if there is none
     */
    int indexOf(String column) {
        List<Column> written = table.written();
        for (int i = 0; i < written.size(); i++) {
            if (written.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new InvalidRuleException(
                "Table %s has no column '%s' that a rule could read."
                        .formatted(table.id(), column));
    }
}
