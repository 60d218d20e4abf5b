package dev.cambium.engine.compute;

import dev.cambium.engine.page.BuildVersion;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The stock Postgres programs, unpacked once from the archive that Maven brought. */
public final class PostgresBinaries {

    private final Path root;
    private final boolean asRoot;

    private PostgresBinaries(Path root, boolean asRoot) {
        this.root = root;
        this.asRoot = asRoot;
    }

    /**
     * Unpacks the programs below a folder unless that was done before; takes about a second.
     *
     * @param folder holds one folder per version
     * @throws IOException if this kind of computer has no binaries on the class path, or the disk
     *     is full
     */
    public static PostgresBinaries unpackInto(Path folder) throws IOException {
        Path target = folder.resolve(BuildVersion.postgres());
        if (!Files.isExecutable(target.resolve("bin/postgres"))) {
            Files.createDirectories(folder);
            Path made = Files.createTempDirectory(folder, "unpacking-");
            unpack(made);
            moveIntoPlace(made, target);
        }
        Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return new PostgresBinaries(target, owner.equals(0));
    }

    /** For example {@code 18.6.0}. */
    public String version() {
        return BuildVersion.postgres();
    }

    /** For example 18. */
    public int major() {
        return Integer.parseInt(version().substring(0, version().indexOf('.')));
    }

    /** Where {@code bin}, {@code lib} and {@code share} are. */
    public Path root() {
        return root;
    }

    /**
     * The command that runs one of the programs. Postgres refuses to run as root, so root runs it
     * in a user namespace in which it is nobody and its files are its own.
     */
    public List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (asRoot) {
            command.addAll(List.of("unshare", "-U", "--"));
        }
        command.add(root.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    public List<String> command(String program, String... arguments) {
        return command(program, Arrays.asList(arguments));
    }

    private static void unpack(Path target) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
        try (InputStream archive =
                        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", machine);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(
                                new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                unpackEntry(tar, entry, target.resolve(entry.getName()).normalize());
            }
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
