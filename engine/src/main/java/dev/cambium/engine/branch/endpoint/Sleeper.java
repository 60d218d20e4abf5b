package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.compute.Console;

import java.io.IOException;
import java.time.Duration;

/** A running server that is stopped when nobody uses it. */
interface Sleeper {

    /** A branch or a read-only endpoint. */
    String id();

    /** The branch itself, or the one that it follows. */
    Branch branch();

    String endpointId();

    /** For messages. */
    String name();

    /** How many clients are connected. */
    int visitors();

    /** For how long none has come or gone. */
    Duration quiet();

    Console console();

    /** Something that must not meet a start or a stop of the server. */
    interface Steady<T> {
        T run(boolean runs) throws IOException;
    }

    <T> T steady(Steady<T> work) throws IOException;

    /** Stops it cleanly. */
    void stop();
}
