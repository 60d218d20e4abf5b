package dev.cambium.engine.branch.operation;

import dev.cambium.engine.branch.operation.Refusal.Kind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long a branch may be asked to live. */
public final class LifeSpan {

    /** As Neon's. */
    private static final Duration MAX = Duration.ofDays(30);

    private LifeSpan() {}

    /**
     * The moment at which a branch is to be deleted, to the second as Neon keeps it.
     *
     * @param at null means never
     * @throws Refusal if it is over already, or more than 30 days away
     */
    public static @Nullable Instant end(@Nullable Instant at, Instant now) {
        if (at == null) {
            return null;
        }
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        if (!second.isAfter(now)) {
            throw invalid("%s is not in the future: here it is %s.".formatted(at, readable(now)));
        }
        if (second.isAfter(now.plus(MAX))) {
            throw invalid(
                    "%s is too far away: a branch can expire within %d days, that is up to %s."
                            .formatted(at, MAX.toDays(), readable(now.plus(MAX))));
        }
        return second;
    }

    private static Instant readable(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Refusal invalid(String sentence) {
        return new Refusal(Kind.INVALID, "BAD_EXPIRATION", sentence);
    }
}
