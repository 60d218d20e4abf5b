package dev.cambium.engine.branch.life;

import dev.cambium.engine.compute.Console;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;

/** Loads something into a server that only the engine can reach. */
public interface Filling {

    /** Hears how far it is. */
    interface Progress {
        /**
         * @param progress between 0 and 1; null when unknown
         */
        void at(String message, @Nullable Double progress);
    }

    void fill(Console console, Progress progress) throws IOException, SQLException;
}
