package dev.cambium.engine.masking;

import org.jspecify.annotations.Nullable;

/** Hears how far a run is, and can end it. Called by several threads. */
public interface LoadProgress {

    /**
     * @param fraction from 0 to 1; null when unknown
     */
    void at(String message, @Nullable Double fraction);

    /** Asked every few thousand rows. */
    boolean isCancelled();
}
