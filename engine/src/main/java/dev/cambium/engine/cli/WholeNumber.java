package dev.cambium.engine.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a whole number, and says so in words of people where there is none.
 *
 * @param parse throws {@link NumberFormatException}, also for one that is too large
 */
record WholeNumber<T>(Function<String, T> parse) implements ITypeConverter<T> {

    private static final Pattern DIGITS = Pattern.compile("[+-]?\\d+");

    @Override
    public T convert(String text) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    DIGITS.matcher(text).matches()
                            ? "'%s' is too large a number".formatted(text)
                            : "'%s' is not a whole number".formatted(text));
        }
    }
}
