package dev.cambium.engine.api;

import java.util.regex.Pattern;

/** How to connect: the whole string and its parts. */
public record ConnectionUri(String connectionUri, Parameters connectionParameters) {

    /** The parts of a connection string; {@code host} may hold the port. */
    public record Parameters(
            String database, String password, String role, String host, String poolerHost) {}

    /** The same at another endpoint of the branch. */
    public ConnectionUri at(String host) {
        Parameters was = connectionParameters;
        return new ConnectionUri(
                connectionUri.replaceFirst("@" + Pattern.quote(was.host()), "@" + host),
                new Parameters(was.database(), was.password(), was.role(), host, host));
    }
}
