package dev.cambium.engine.api;

/** How to connect: the whole string and its parts. */
public record ConnectionUri(String connectionUri, Parameters connectionParameters) {

    /** The parts of a connection string; {@code host} may hold the port. */
    public record Parameters(
            String database, String password, String role, String host, String poolerHost) {}
}
