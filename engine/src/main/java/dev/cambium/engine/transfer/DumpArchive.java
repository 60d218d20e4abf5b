package dev.cambium.engine.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What {@code pg_dump -Fc} and {@code -Fd} write: read by the pg_restore that is installed. */
final class DumpArchive {

    private static final byte[] MAGIC = "PGDMP".getBytes(StandardCharsets.US_ASCII);

    /** The table of contents of an archive that is a folder. */
    private static final String CONTENTS = "toc.dat";

    private DumpArchive() {}

    static boolean isOne(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return Files.exists(path.resolve(CONTENTS));
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /**
     * As a script.
     *
     * @throws ImportFailure if there is no pg_restore
     */
    static InputStream asSql(Path archive, String name) throws IOException {
        PgTool restore =
                PgTool.newest("pg_restore")
                        .orElseThrow(
                                () ->
                                        new ImportFailure(
                                                name,
                                                1,
                                                "this is a pg_dump archive, and there is no pg_restore on this computer to read it. Install PostgreSQL's client programs, as new as the pg_dump that wrote it, or make a script of the archive elsewhere: pg_restore -f dump.sql ARCHIVE"));
        return restore.run(
                "pg_restore (%s) of %s".formatted(restore.version(), name),
                List.of("--file=-", "--no-tablespaces", archive.toAbsolutePath().toString()),
                Map.of());
    }
}
