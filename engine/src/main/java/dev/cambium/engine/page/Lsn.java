package dev.cambium.engine.page;

import java.util.regex.Pattern;

/**
 * A position in the write-ahead log: the number of bytes of WAL ever written before it.
 *
 * <p>Printed as Postgres prints it, two hexadecimal halves with a slash: {@code 0/1A2B3C8}. A bare
 * LSN says nothing about which timeline it belongs to; together with one it is a point.
 *
 * @param value the position in bytes, an unsigned 64-bit number
 */
public record Lsn(long value) implements Comparable<Lsn> {

    /** Before the first record: Postgres calls it invalid. */
    public static final Lsn ZERO = new Lsn(0);

    private static final Pattern TEXT = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");

    /**
     * Reads the form that Postgres prints.
     *
     * @throws IllegalArgumentException if the text is not two hexadecimal halves of up to eight
     *     digits with a slash
     */
    public static Lsn parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is not an LSN; write it as Postgres does, for example 0/1A2B3C8");
        }
        int slash = text.indexOf('/');
        long high = Long.parseLong(text.substring(0, slash), 16);
        long low = Long.parseLong(text.substring(slash + 1), 16);
        return new Lsn(high << 32 | low);
    }

    /** The position {@code bytes} further on; a negative distance goes back. */
    public Lsn plus(long bytes) {
        return new Lsn(value + bytes);
    }

    /**
     * How many bytes of WAL lie between an earlier position and this one; negative if it is a later
     * one.
     */
    public long minus(Lsn earlier) {
        return value - earlier.value;
    }

    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "%X/%X".formatted(value >>> 32, value & 0xFFFF_FFFFL);
    }
}
