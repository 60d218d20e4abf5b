package dev.cambium.anonymizer.function;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The arguments of a function, checked as they are read. Immutable. */
public final class Arguments {

    private final MaskFunction function;
    private final Map<String, String> values;

    Arguments(MaskFunction function, Map<String, String> values) {
        this.function = function;
        this.values = values;
    }

    Set<String> names() {
        return values.keySet();
    }

    Map<String, String> all() {
        return values;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new InvalidRuleException(
                    "Function %s needs '%s'.".formatted(function.key(), name));
        }
        return value;
    }

    int whole(String name, int otherwise, int min, int max) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notWithin(name, value, min, max, e);
        }
        throw notWithin(name, value, min, max, null);
    }

    private InvalidRuleException notWithin(
            String name, String value, int min, int max, @Nullable Exception cause) {
        InvalidRuleException invalid =
                new InvalidRuleException(
                        "'%s' of function %s is a whole number from %d to %d, not '%s'."
                                .formatted(name, function.key(), min, max, value));
        if (cause != null) {
            invalid.initCause(cause);
        }
        return invalid;
    }

    BigDecimal number(String name, String otherwise) {
        String value = values.getOrDefault(name, otherwise);
        try {
            return new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            InvalidRuleException invalid =
                    new InvalidRuleException(
                            "'%s' of function %s is a number, not '%s'."
                                    .formatted(name, function.key(), value));
            invalid.initCause(e);
            throw invalid;
        }
    }

    /** Separated by {@code |}; not empty. */
    List<String> list(String name) {
        return Arrays.asList(text(name).split("\\|", -1));
    }
}
