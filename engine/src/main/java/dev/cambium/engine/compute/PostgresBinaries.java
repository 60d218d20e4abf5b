package dev.cambium.engine.compute;

import dev.cambium.engine.page.BuildVersion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs of one Postgres that servers are run with: one that the build brought, or one that
 * the user has installed. Thread-safe.
 */
public final class PostgresBinaries {

    /** What WAL is read of, and settings are known for. */
    private static final int MAJOR_MIN = 16;

    private static final int MAJOR_MAX = 18;

    private static final List<String> NEEDED = List.of("postgres", "initdb");

    private static final int SECONDS_MAX = 20;

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)[^\\s]*)");

    private final Path bin;
    private final String version;
    private final int major;
    private final boolean installed;
    private final boolean asRoot;

    private PostgresBinaries(Path bin, String version, int major, boolean installed)
            throws IOException {
        this.bin = bin;
        this.version = version;
        this.major = major;
        this.installed = installed;
        Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        this.asRoot = owner.equals(0);
    }

    /** As {@link #unpackInto(Path, String)}, of the version that projects have by default. */
    public static PostgresBinaries unpackInto(Path folder) throws IOException {
        return unpackInto(folder, BuildVersion.postgres());
    }

    /**
     * Unpacks the programs below a folder unless that was done before; takes about a second.
     *
     * @param folder holds one folder per version
     * @param version one that the build brought, for example {@code 18.6.0}
     * @throws IOException if this kind of computer has no binaries, or the disk is full
     */
    static PostgresBinaries unpackInto(Path folder, String version) throws IOException {
        Path target = folder.resolve(version);
        PostgresArchive.unpack(version, target);
        int major = Integer.parseInt(version.substring(0, version.indexOf('.')));
        return new PostgresBinaries(target.resolve("bin"), version, major, false);
    }

    /**
     * The programs in a folder that the user names, after asking them for their version.
     *
     * @param bin where {@code postgres} and {@code initdb} are
     * @throws ComputeException with a sentence if they cannot be used
     */
    static PostgresBinaries installedIn(Path bin) throws ComputeException, IOException {
        if (!bin.isAbsolute() || !Files.isDirectory(bin)) {
            throw unusable(bin, "it is not a folder; name it with its whole path");
        }
        for (String program : NEEDED) {
            if (!Files.isExecutable(bin.resolve(program))) {
                throw unusable(
                        bin,
                        "it has no program '%s'; name the folder in which postgres and initdb are"
                                .formatted(program));
            }
        }
        Matcher server = versionOf(bin, "postgres");
        Matcher initdb = versionOf(bin, "initdb");
        if (!server.group(1).equals(initdb.group(1))) {
            throw unusable(
                    bin,
                    "its postgres is version %s and its initdb version %s"
                            .formatted(server.group(1), initdb.group(1)));
        }
        int major = Integer.parseInt(server.group(2));
        if (major < MAJOR_MIN || major > MAJOR_MAX) {
            throw unusable(
                    bin,
                    "it is Postgres %s; %d to %d can be used"
                            .formatted(server.group(1), MAJOR_MIN, MAJOR_MAX));
        }
        return new PostgresBinaries(bin, server.group(1), major, true);
    }

    /** For example {@code 18.6.0}, or {@code 17.5} of one that is installed. */
    public String version() {
        return version;
    }

    /** For example 18. */
    public int major() {
        return major;
    }

    /** Whether the user installed it; otherwise the build brought it. */
    public boolean installed() {
        return installed;
    }

    /** The folder of the programs. */
    public Path bin() {
        return bin;
    }

    /** A word for names of files, different for each Postgres; of letters, digits and dashes. */
    public String word() {
        return installed
                ? "%d-%08x".formatted(major, bin.toString().hashCode())
                : version.replace('.', '-');
    }

    /** Whether the programs are still there; asks the file system alone. */
    boolean isThere() {
        return NEEDED.stream().allMatch(program -> Files.isExecutable(bin.resolve(program)));
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
        command.add(bin.resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    public List<String> command(String program, String... arguments) {
        return command(program, Arrays.asList(arguments));
    }

    private static Matcher versionOf(Path bin, String program)
            throws ComputeException, IOException {
        Process process =
                new ProcessBuilder(bin.resolve(program).toString(), "--version")
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said =
                new String(process.getInputStream().readNBytes(4_096), StandardCharsets.UTF_8)
                        .strip();
        try {
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " was asked for its version", e);
        }
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw unusable(
                    bin,
                    "its '%s --version' says: %s"
                            .formatted(program, said.lines().findFirst().orElse("nothing")));
        }
        return version;
    }

    private static ComputeException unusable(Path bin, String why) {
        return new ComputeException("The Postgres in '%s' cannot be used: %s.".formatted(bin, why));
    }
}
