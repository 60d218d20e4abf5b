package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.testing.TestBinaries;
import dev.cambium.engine.testing.TestPostgres;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;

class ControlFileIT {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"shipped", "17.11.0", "16.15.0"})
    void saysWhatTheServerSays(String version) throws Exception {
        Path binaries =
                version.equals("shipped")
                        ? TestBinaries.shipped()
                        : TestBinaries.ofVersion(version).orElse(null);
        assumeTrue(binaries != null, "no binaries of " + version + " here");
        try (TestPostgres postgres =
                TestPostgres.initdb(
                        Objects.requireNonNull(binaries),
                        folder.resolve("data"),
                        "--wal-segsize=2",
                        "--data-checksums")) {
            postgres.start(
                    "max_connections=37",
                    "max_worker_processes=5",
                    "max_wal_senders=3",
                    "max_prepared_transactions=11",
                    "max_locks_per_transaction=77");
            ControlFile control = WalWalkerIT.controlFile(postgres);
            assertThat(control.settings()).isEqualTo(new ControlFile.Settings(37, 5, 3, 11, 77));
            assertThat(control.state()).isEqualTo(ControlState.IN_PRODUCTION);
            assertThat(control.walSegmentBytes()).isEqualTo(2 << 20);
            assertThat(control.blockBytes()).isEqualTo(8192);
            assertThat(control.checksumVersion()).isEqualTo(1);
            assertThat(control.timelineId()).isEqualTo(1);
            assertThat(
                            postgres.query(
                                    "select system_identifier || ' ' || pg_control_version || ' '"
                                            + " || catalog_version_no from pg_control_system()"))
                    .isEqualTo(
                            Long.toUnsignedString(control.systemIdentifier())
                                    + " "
                                    + control.controlVersion()
                                    + " "
                                    + control.catalogVersion());
            assertThat(
                            postgres.query(
                                    "select checkpoint_lsn || ' ' || redo_lsn from"
                                            + " pg_control_checkpoint()"))
                    .isEqualTo(control.checkpointLsn() + " " + control.redoLsn());
            byte[] bytes =
                    Files.readAllBytes(postgres.dataDirectory().resolve("global/pg_control"));
            refusesDamageAnywhere(bytes);
            refusesAnotherTimeline(bytes);
        }
    }

    private static void refusesDamageAnywhere(byte[] bytes) {
        for (int at = 0; at < 288; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assertThatThrownBy(() -> ControlFile.parse(damaged))
                    .as("byte %d", at)
                    .isInstanceOf(ControlFileException.class);
        }
    }

    private static void refusesAnotherTimeline(byte[] bytes) {
        byte[] promoted = bytes.clone();
        promoted[48] = 2;
        boolean is18 = promoted[8] == (byte) 1800 && promoted[9] == (byte) (1800 >> 8);
        int end = is18 ? 292 : 288;
        CRC32C crc = new CRC32C();
        crc.update(promoted, 0, end);
        for (int i = 0; i < 4; i++) {
            promoted[end + i] = (byte) (crc.getValue() >>> (8 * i));
        }
        assertThatThrownBy(() -> ControlFile.parse(promoted))
                .isInstanceOfSatisfying(
                        ControlFileException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(ControlFileException.Problem.UNSUPPORTED));
    }
}
