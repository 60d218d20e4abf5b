package dev.cambium.engine.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where all computes of an engine meet the file system, PGDATA apart.
 *
 * @param sockets private to this user; its path is short, because a socket's path may have 107
 *     bytes
 * @param hostRules the pg_hba.conf of all computes
 * @param logs one log file per timeline
 * @param certificate what all computes show when they are spoken to over TLS
 */
public record ComputeFolders(
        Path sockets, Path hostRules, Path logs, ServerCertificate certificate) {

    /** The superuser the engine itself uses, over the private socket only. */
    public static final String ENGINE_ROLE = "postgres";

    /** Only the engine's own user can enter the socket folder, so no password is asked there. */
    private static final String RULES =
            """
            # Written by Cambium at every start; changes are lost.
            # TYPE  DATABASE     USER      ADDRESS        METHOD
            local   all          all                      trust
            local   replication  all                      trust
            host    all          all       127.0.0.0/8    scram-sha-256
            host    replication  all       127.0.0.0/8    scram-sha-256
            """;

    /** Makes the folders, private to this user, and writes the host rules. */
    public void prepare() throws IOException {
        Files.createDirectories(sockets);
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(logs);
        Files.createDirectories(hostRules.getParent());
        Files.writeString(hostRules, RULES, StandardCharsets.UTF_8);
    }
}
