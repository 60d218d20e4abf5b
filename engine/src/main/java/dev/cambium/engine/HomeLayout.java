package dev.cambium.engine;

import dev.cambium.engine.api.EngineHome;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Where things are in a home folder. docs/data-files.md tells what is in them.
 *
 * @param root absolute
 */
record HomeLayout(Path root) {

    Path catalog() {
        return root.resolve("catalog");
    }

    Path journal() {
        return root.resolve("journal");
    }

    /** Layers, timelines and seals of the volume {@code layers}. */
    Path layers() {
        return root.resolve("layers");
    }

    /** Where the volume {@code layers} is mounted. */
    Path mount() {
        return root.resolve("pgdata");
    }

    /** All of the volume {@code copy}. */
    Path copies() {
        return root.resolve("copies");
    }

    Path wal() {
        return root.resolve("wal");
    }

    /** The digests of timelines. */
    Path index() {
        return root.resolve("index");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path work() {
        return root.resolve("work");
    }

    Path hostRules() {
        return root.resolve("run").resolve("pg_hba.conf");
    }

    /** The certificate that clients see, and its key. */
    Path tls() {
        return root.resolve("tls");
    }

    Path lostAndFound() {
        return root.resolve("lost+found");
    }

    /** A number that tells homes apart. */
    int hash() {
        CRC32 crc = new CRC32();
        crc.update(root.toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /**
     * The folder of the sockets: short, because a socket's path may have 107 bytes, and in the
     * user's runtime folder where there is one.
     */
    Path sockets() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        Path parent = isUsable(runtime) ? Path.of(runtime) : Path.of("/tmp");
        String user = System.getProperty("user.name");
        return parent.resolve("cambium-%s-%08x".formatted(user, hash()));
    }

    /** The unpacked Postgres, shared by all homes of a user. */
    static Path binaries() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path root =
                cache != null && cache.startsWith("/")
                        ? Path.of(cache)
                        : EngineHome.ofUser().resolve(".cache");
        return root.resolve("cambium").resolve("postgres");
    }

    private static boolean isUsable(@Nullable String folder) {
        return folder != null
                && folder.startsWith("/")
                && folder.length() < 60
                && Files.isWritable(Path.of(folder));
    }
}
