package dev.cambium.engine.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Reads a time with its zone, as RFC 3339 has it; a blank may stand for the T. */
final class ZonedTime implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'%s' is not a time with its zone, such as 2026-12-01T12:00:00Z."
                            .formatted(text));
        }
    }
}
