package dev.cambium.engine.compute;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Makes the data folder that every project begins with. */
public final class InitDb {

    /**
     * Each started branch owns one partly filled segment and each opening copies up to one, which
     * speaks for small ones; each full segment costs a file and a sync, which speaks for large
     * ones.
     */
    static final int WAL_SEGMENT_MIB = 4;

    /**
     * What Postgres numbers the database of a new project with: its first number for users. {@link
     * #withRoleAndDatabase}.
     */
    public static final long DATABASE_OID = 16384;

    private static final int BUILTIN_LOCALE_SINCE = 17;

    private static final List<String> LOCALE =
            List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");

    /** The C library's, which every Linux of these years has. */
    private static final List<String> OLD_LOCALE = List.of("--locale=C.UTF-8");

    /** Ours to suggest, the user's to change: safety is on the command line of every start. */
    private static final String SUGGESTED_SETTINGS =
            """

            # Suggested by Cambium. initdb derives the WAL sizes from the segment size; these are the
            # defaults of a server with segments of 16 MB.
            max_wal_size = 1GB
            min_wal_size = 80MB
            # A server clears them at each start. Two sessions that write all the time were no
            # faster with the eight that are the default.
            wal_buffers = 2MB
            # A sixty-fourth of this computer's memory: several branches run at once, and the
            # kernel keeps their files in memory too.
            """;

    private static final long BUFFERS_MIB_MIN = 64;

    /**
     * A server sets up its buffers at each start: 376 MB took 18 ms of a wake, and the kernel keeps
     * the same blocks a second time (decision 0037).
     */
    private static final long BUFFERS_MIB_MAX = 256;

    private InitDb() {}

    /**
     * Runs initdb into a folder that does not exist yet; takes about half a second.
     *
     * @throws IOException with what initdb said if it failed
     */
    public static void run(PostgresBinaries binaries, Path folder) throws IOException {
        run(binaries, folder, () -> {});
    }

    /**
     * As {@link #run(PostgresBinaries, Path)}, with a way to end it: nothing of it runs then, and
     * the caller deletes the folder.
     *
     * @param requireWanted is asked again and again; what it throws ends it
     */
    public static void run(PostgresBinaries binaries, Path folder, Runnable requireWanted)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-D",
                                folder.toString(),
                                "--username=" + ComputeFolders.ENGINE_ROLE,
                                "--auth=trust",
                                "--encoding=UTF8",
                                "--data-checksums",
                                "--wal-segsize=" + WAL_SEGMENT_MIB,
                                "--no-sync",
                                "--no-instructions"));
        arguments.addAll(binaries.major() < BUILTIN_LOCALE_SINCE ? OLD_LOCALE : LOCALE);
        Preparation.run("initdb", binaries.command("initdb", arguments), null, requireWanted);
        Files.writeString(
                folder.resolve("postgresql.conf"),
                SUGGESTED_SETTINGS + "shared_buffers = %dMB\n".formatted(buffersMib()),
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
    }

    /**
     * As {@link #run(PostgresBinaries, Path, Runnable)}, with what a new project has: a role that
     * nobody can log in as yet, a database, both called {@link ProjectRole#DEFAULT_NAME}, and the
     * role that only reads. To make them for each project takes three quarters of a second.
     */
    public static void withRoleAndDatabase(
            PostgresBinaries binaries, Path folder, Runnable requireWanted) throws IOException {
        run(binaries, folder, requireWanted);
        String name = ProjectRole.DEFAULT_NAME;
        SingleUser.run(
                binaries,
                folder,
                List.of(
                        ProjectRole.creation(name, null),
                        ReaderRole.creation(),
                        "CREATE DATABASE %s OWNER %s OID %d STRATEGY file_copy"
                                .formatted(name, name, DATABASE_OID)),
                requireWanted);
    }

    private static long buffersMib() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        long bytes =
                system instanceof com.sun.management.OperatingSystemMXBean known
                        ? known.getTotalMemorySize()
                        : 0;
        return Math.clamp((bytes >> 20) / 64, BUFFERS_MIB_MIN, BUFFERS_MIB_MAX);
    }
}
