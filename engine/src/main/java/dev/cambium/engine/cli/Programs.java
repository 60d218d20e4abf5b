package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.ConnectionUri;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Other programs: where they are, and what they are told. */
final class Programs {

    private Programs() {}

    /** The program of this name on the PATH of this process. */
    static Optional<Path> find(String name) {
        return Caller.here(false, false).find(name);
    }

    /** What libpq takes the password from. */
    static Map<String, String> password(ConnectionUri uri) {
        return Map.of("PGPASSWORD", uri.connectionParameters().password());
    }

    /** The password goes by the environment: everybody can read the arguments of a process. */
    static String withoutPassword(ConnectionUri uri) {
        return uri.connectionUri().replaceFirst("(?<=://)([^:@/]*):[^@/]*@", "$1@");
    }
}
