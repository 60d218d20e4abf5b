package dev.cambium.engine.compute;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The life of a compute.
 *
 * <pre>
 *            start            ready
 *  ASLEEP ─────────▶ STARTING ──────▶ RUNNING ──stop──▶ STOPPING ──▶ ASLEEP
 *    ▲                  │                │                 │
 *    └──── failed ──────┘                └──── died ───────┴──────▶ CRASHED ──start──▶ STARTING
 * </pre>
 */
public enum ComputeState {
    /** No process; the last one ended cleanly, or there was none. */
    ASLEEP,
    /** The process runs and recovers; it does not answer. */
    STARTING,
    /** It answers. */
    RUNNING,
    /** It was told to shut down and has not ended. */
    STOPPING,
    /** The process ended by itself. What it had committed is safe; the next start recovers it. */
    CRASHED;

    /** The word for people and for the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean leadsTo(ComputeState next) {
        Set<ComputeState> allowed =
                switch (this) {
                    case ASLEEP -> EnumSet.of(STARTING);
                    case STARTING -> EnumSet.of(RUNNING, ASLEEP, CRASHED, STOPPING);
                    case RUNNING -> EnumSet.of(STOPPING, CRASHED);
                    case STOPPING -> EnumSet.of(ASLEEP, CRASHED);
                    case CRASHED -> EnumSet.of(STARTING);
                };
        return allowed.contains(next);
    }
}
