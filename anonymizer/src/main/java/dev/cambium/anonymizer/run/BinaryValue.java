package dev.cambium.anonymizer.run;

import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.function.IsoDate;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Reads and writes the binary form of a type, as the same text that Postgres writes in ISO style: a
 * value gets the same mask whichever way it comes.
 *
 * <p>Numbers are big-endian, a date counts days from 2000-01-01 and has its two ends for infinity
 * (int8send, date_send in src/backend/utils/adt).
 */
enum BinaryValue {
    TEXT,
    SMALLINT,
    INTEGER,
    BIGINT,
    DATE,
    /** Can be copied, and is not understood. */
    OPAQUE;

    private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final String INFINITY = "infinity";
    private static final String BEFORE_CHRIST = " BC";
    private static final int YEAR_MAX_OF_FOUR_DIGITS = 9_999;

    static BinaryValue of(ColumnType type) {
        return switch (type.family()) {
            case TEXT -> TEXT;
            case DATE -> DATE;
            case INTEGER ->
                    switch (type.bytes()) {
                        case Short.BYTES -> SMALLINT;
                        case Integer.BYTES -> INTEGER;
                        default -> BIGINT;
                    };
            case DECIMAL, FLOAT, TIMESTAMP, TIME, BOOLEAN, UUID, NETWORK, MAC -> OPAQUE;
            case JSON, BINARY, ENUM, ARRAY, OTHER -> OPAQUE;
        };
    }

    /**
     * @throws IllegalStateException if nobody but the server can read it
     */
    String read(byte[] bytes, int from, int length) {
        return switch (this) {
            case TEXT -> new String(bytes, from, length, StandardCharsets.UTF_8);
            case SMALLINT -> Integer.toString(BigEndian.int16(bytes, from));
            case INTEGER -> Integer.toString(BigEndian.int32(bytes, from));
            case BIGINT -> Long.toString(BigEndian.int64(bytes, from));
            case DATE -> date(BigEndian.int32(bytes, from));
            case OPAQUE -> throw new IllegalStateException("a value of this type is only copied");
        };
    }

    /**
     * Writes a value behind its length.
     *
     * @throws IllegalStateException if it is not one of the type
     */
    void write(CopyBuffer out, String value) {
        try {
            switch (this) {
                case TEXT -> out.counted(value);
                case SMALLINT -> {
                    out.int32(Short.BYTES);
                    out.int16(Short.parseShort(value));
                }
                case INTEGER -> {
                    out.int32(Integer.BYTES);
                    out.int32(Integer.parseInt(value));
                }
                case BIGINT -> {
                    out.int32(Long.BYTES);
                    out.int64(Long.parseLong(value));
                }
                case DATE -> {
                    out.int32(Integer.BYTES);
                    out.int32(days(value));
                }
                case OPAQUE ->
                        throw new IllegalStateException("a value of this type is only copied");
            }
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            // Without the value: this text may be read by others than the data.
            throw new IllegalStateException(
                    "a mask is no value of type " + name().toLowerCase(Locale.ROOT), e);
        }
    }

    private static String date(int days) {
        if (days == Integer.MAX_VALUE) {
            return INFINITY;
        }
        if (days == Integer.MIN_VALUE) {
            return "-" + INFINITY;
        }
        LocalDate date = LocalDate.ofEpochDay(days + EPOCH_DAY);
        int year = date.getYear();
        if (year > 0 && year <= YEAR_MAX_OF_FOUR_DIGITS) {
            return IsoDate.text(date);
        }
        return "%04d-%02d-%02d%s"
                .formatted(
                        year > 0 ? year : 1 - year,
                        date.getMonthValue(),
                        date.getDayOfMonth(),
                        year > 0 ? "" : BEFORE_CHRIST);
    }

    private static int days(String value) {
        if (value.equals(INFINITY)) {
            return Integer.MAX_VALUE;
        }
        if (value.equals("-" + INFINITY)) {
            return Integer.MIN_VALUE;
        }
        if (value.endsWith(BEFORE_CHRIST)) {
            LocalDate date =
                    LocalDate.parse(value.substring(0, value.length() - BEFORE_CHRIST.length()));
            return Math.toIntExact(date.withYear(1 - date.getYear()).toEpochDay() - EPOCH_DAY);
        }
        return Math.toIntExact(IsoDate.of(value).toEpochDay() - EPOCH_DAY);
    }
}
