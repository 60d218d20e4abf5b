package dev.cambium.engine.cli;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/** Numbers the way people read them. */
final class Amount {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Amount() {}

    /** Bytes in steps of 1,000, with two or three digits: {@code 42 MB}, {@code 1.3 GB}. */
    static String bytes(@Nullable Long bytes) {
        if (bytes == null) {
            return "-";
        }
        double value = bytes;
        int unit = 0;
        // 999.5 would be rounded up to 1000.
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String digits = unit == 0 || value >= 9.95 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits, value) + " " + UNITS[unit];
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String duration(Duration duration) {
        long ms = duration.toMillis();
        if (ms < 1000) {
            return ms + " ms";
        }
        if (ms < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        }
        return "%d min %d s".formatted(ms / 60_000, ms / 1000 % 60);
    }

    static String rate(long bytes, Duration time) {
        long perSecond = bytes * 1000 / Math.max(1, time.toMillis());
        return bytes(perSecond) + "/s";
    }
}
