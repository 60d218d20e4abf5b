package dev.cambium.engine.page;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

import org.jspecify.annotations.Nullable;

/**
 * Checks that stay on in production. A wrong byte is worse than a crash: code that is about to act
 * on something impossible stops here instead.
 */
public final class Invariant {

    private Invariant() {}

    /**
     * Does nothing if the condition holds.
     *
     * @throws IllegalStateException with the reason if it does not
     */
    @FormatMethod
    public static void check(boolean condition, @FormatString String why, Object... details) {
        if (!condition) {
            throw new IllegalStateException("broken invariant: " + why.formatted(details));
        }
    }

    /**
     * The value, which must be there.
     *
     * @throws IllegalStateException with the reason if it is null
     */
    @FormatMethod
    public static <T> T notNull(@Nullable T value, @FormatString String why, Object... details) {
        if (value == null) {
            throw new IllegalStateException("broken invariant: " + why.formatted(details));
        }
        return value;
    }
}
