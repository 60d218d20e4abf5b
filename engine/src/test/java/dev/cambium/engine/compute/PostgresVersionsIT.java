package dev.cambium.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.page.BuildVersion;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.testing.TestBinaries;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;

/** Postgres of several versions, from the build and installed ones. */
class PostgresVersionsIT {

    @TempDir private static Path shared;
    private static PostgresVersions versions;

    @TempDir private Path folder;

    @BeforeAll
    static void unpack() throws Exception {
        versions = PostgresVersions.open(shared);
    }

    @Test
    void bothBundledVersionsMakeServersThatStart() throws Exception {
        assertThat(versions.byDefault().major()).isEqualTo(18);
        assertThat(versions.bundled(18)).isSameAs(versions.byDefault());
        assertThat(versions.bundled(17).version()).isEqualTo(BuildVersion.postgres17());
        assertThat(serverVersion(versions.bundled(17))).startsWith("17.");
        assertThat(versions.bundled(17).word()).isNotEqualTo(versions.byDefault().word());
    }

    @Test
    void installedOneIsAskedForItsVersionAndUsed() throws Exception {
        Path bin = TestBinaries.ofVersion("16.15.0").map(root -> root.resolve("bin")).orElse(null);
        assumeTrue(bin != null, "no binaries of 16 here");
        PostgresBinaries found = versions.of(16, String.valueOf(bin));
        assertThat(found.installed()).isTrue();
        assertThat(found.version()).startsWith("16.");
        assertThat(serverVersion(found)).startsWith("16.");
        assertThatThrownBy(() -> versions.of(17, String.valueOf(bin)))
                .isInstanceOf(ComputeException.class)
                .hasMessageContaining("the project's files are of 17")
                .hasMessageContaining("Install Postgres 17 there again");
    }

    @Test
    void whatCannotBeUsedIsRefusedWithTheReason() throws Exception {
        assertThatThrownBy(() -> versions.bundled(16))
                .isInstanceOf(ComputeException.class)
                .hasMessageContaining("--postgres-bin");
        refused(Path.of("bin"), "is not a folder");
        refused(folder.resolve("missing"), "is not a folder");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        refused(empty, "no program 'postgres'");
        refused(fake("old", "postgres (PostgreSQL) 15.7", "x"), "initdb --version' says");
        refused(
                fake("mixed", "postgres (PostgreSQL) 17.5", "initdb (PostgreSQL) 16.2"),
                "version 17.5 and its initdb version 16.2");
        refused(
                fake("debian", "postgres (PostgreSQL) 15.7 (Debian)", "initdb (PostgreSQL) 15.7"),
                "16 to 18 can be used");
        refused(fake("odd", "I am not Postgres", "initdb"), "says: I am not Postgres");
    }

    @Test
    void oneThatHasGoneIsNoticed() throws Exception {
        Path bin = fake("gone", "postgres (PostgreSQL) 17.5", "initdb (PostgreSQL) 17.5");
        assertThat(versions.of(17, bin.toString()).version()).isEqualTo("17.5");
        Files.delete(bin.resolve("postgres"));
        assertThatThrownBy(() -> versions.of(17, bin.toString()))
                .isInstanceOf(ComputeException.class)
                .hasMessageContaining("no program 'postgres'");
    }

    private static void refused(Path bin, String why) {
        assertThatThrownBy(() -> versions.installed(bin))
                .isInstanceOf(ComputeException.class)
                .hasMessageContaining("The Postgres in '%s' cannot be used".formatted(bin))
                .hasMessageContaining(why);
    }

    /** A folder of scripts that say this about their version. */
    private Path fake(String name, String postgres, String initdb) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(name));
        script(bin.resolve("postgres"), postgres);
        script(bin.resolve("initdb"), initdb);
        return bin;
    }

    private static void script(Path file, String says) throws IOException {
        Files.writeString(file, "#!/bin/sh\necho '%s'\n".formatted(says));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String serverVersion(PostgresBinaries binaries) throws Exception {
        Path data = folder.resolve("data-" + binaries.word());
        InitDb.run(binaries, data);
        ComputeFolders folders =
                new ComputeFolders(
                        folder.resolve("s"),
                        folder.resolve("hba.conf"),
                        folder.resolve("logs"),
                        ServerCertificate.openOrMake(folder.resolve("tls"), Instant.now()));
        folders.prepare();
        Compute compute =
                new Compute(
                        new ComputePlan(
                                new TimelineId("tl-t"),
                                data,
                                ComputeAddress.socketOnly(10_001),
                                "test",
                                () -> binaries,
                                folders),
                        (state, why) -> {});
        compute.start();
        try (Connection connection = compute.console().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show server_version")) {
            row.next();
            return row.getString(1);
        } finally {
            compute.stop();
        }
    }
}
