package dev.cambium.engine.compute;

import dev.cambium.engine.page.BuildVersion;
import dev.cambium.engine.posix.Folders;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/**
 * The archives of Postgres programs that the build brought: the default version's jar is on the
 * class path. The others hold a file of the same name, so they lie beside it: in a folder {@code
 * postgres} beside that of the class path, or where Maven keeps them.
 */
final class PostgresArchive {

    private static final String NAME = "postgres-linux-x86_64.txz";

    private PostgresArchive() {}

    /**
     * Unpacks a version into a folder unless that was done before; takes about a second.
     *
     * @throws IOException if the build brought no such archive for this computer, or the disk is
     *     full
     */
    static void unpack(String version, Path target) throws IOException {
        if (Files.isExecutable(target.resolve("bin/postgres"))) {
            return;
        }
        Path folder = Objects.requireNonNull(target.getParent());
        Files.createDirectories(folder);
        Path made = Files.createTempDirectory(folder, "unpacking-");
        try (InputStream archive = open(version);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(
                                new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                unpackEntry(tar, entry, made.resolve(entry.getName()).normalize());
            }
            moveIntoPlace(made, target);
        } finally {
            Folders.deleteTree(made);
        }
    }

    private static InputStream open(String version) throws IOException {
        if (version.equals(BuildVersion.postgres())) {
            String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", machine);
        }
        URL shipped = PostgresArchive.class.getResource("/" + NAME);
        if (shipped == null) {
            throw new IOException(
                    "This build has no Postgres %s for this kind of computer (%s)."
                            .formatted(version, System.getProperty("os.arch")));
        }
        return URI.create("jar:" + besides(shipped, version).toUri() + "!/" + NAME)
                .toURL()
                .openStream();
    }

    private static Path besides(URL shipped, String version) throws IOException {
        Path jar = jarOf(shipped);
        String wanted = jar.getFileName().toString().replace(BuildVersion.postgres(), version);
        Path folder = Objects.requireNonNull(jar.getParent());
        List<Path> places =
                List.of(
                        folder.resolveSibling("postgres").resolve(wanted),
                        folder.resolveSibling(version).resolve(wanted));
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        "The archive of Postgres %s is missing: %s. Build Cambium again, which fetches it."
                                                .formatted(version, places.getFirst())));
    }

    private static Path jarOf(URL shipped) throws IOException {
        if (!(shipped.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("Postgres' programs are not in a jar: " + shipped);
        }
        try {
            return Path.of(connection.getJarFileURL().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void moveIntoPlace(Path made, Path target) throws IOException {
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Somebody else unpacked the same version meanwhile: theirs is as good as ours.
            if (!Files.isExecutable(target.resolve("bin/postgres"))) {
                throw e;
            }
        }
    }
}
