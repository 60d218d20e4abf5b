package dev.cambium.engine.fuse.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.fuse.session.NativeCalls;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Mounting through fusermount3 as an ordinary user, tried by root: in a mount namespace of its own,
 * where {@code /dev/fuse} is a node that everybody may open, and the control files are mounted, as
 * distributions have it. All mounts of the trial end with the namespace. An ordinary user who runs
 * the tests tries the same with the other classes here.
 */
class FusermountIT {

    /** Nobody; what belongs to it does no harm. */
    private static final int USER = 65534;

    private static final long LIMIT_SECONDS = 120;

    /** As root in the new namespace: open up the device, then become the user. */
    private static final String PREPARE =
            """
            set -e
            mount --make-rprivate /
            mknod "$1/device" c 10 229
            chmod 666 "$1/device"
            mount --bind "$1/device" /dev/fuse
            mountpoint -q /sys/fs/fuse/connections ||
                mount -t fusectl fusectl /sys/fs/fuse/connections
            user=$2
            shift 2
            exec setpriv --reuid="$user" --regid="$user" --clear-groups \
                --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search \
                --bounding-set=+all -- "$@"
            """;

    private Path scratch;

    @BeforeEach
    void makeScratch() throws Exception {
        assumeTrue(NativeCalls.effectiveUserId() == 0, "only root can become another user");
        assumeTrue(FuseAvailability.fusermount().isPresent(), "fusermount3 is not installed");
        assumeTrue(runs("unshare", "-m", "true"), "unshare -m is not allowed here");
        assumeTrue(runs("setpriv", "--version"), "setpriv is not installed");
        scratch = Files.createTempDirectory("cambium-fuse");
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeScratch() throws Exception {
        if (scratch != null) {
            Files.deleteIfExists(scratch.resolve("home/mount"));
            Files.deleteIfExists(scratch.resolve("home"));
            Files.deleteIfExists(scratch.resolve("device"));
            Files.delete(scratch);
        }
    }

    @Test
    void anOrdinaryUserMountsUsesAndUnmounts() throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Files.setAttribute(home, "unix:uid", USER);
        Files.setAttribute(home, "unix:gid", USER);
        assumeTrue(mayMakeDevices(), "device nodes cannot be used in " + scratch);

        List<String> command = inNamespace();
        // May read the class path wherever it lies, but administer nothing.
        command.addAll(MountUserProcess.javaCommand(OrdinaryUserMain.class));
        command.add(home.resolve("mount").toString());
        Path output = Files.createTempFile("cambium-fusermount", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as(said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said.lines().filter(line -> line.startsWith("passed")))
                    .as(said)
                    .hasSize(8)
                    .contains("passed: probe FUSERMOUNT");
        } finally {
            Files.delete(output);
        }
    }

    private List<String> inNamespace() {
        return new ArrayList<>(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        PREPARE,
                        "sh",
                        scratch.toString(),
                        Integer.toString(USER)));
    }

    /** Opens the bound device node as the other user, which containers may forbid. */
    private boolean mayMakeDevices() throws Exception {
        List<String> command = inNamespace();
        command.addAll(List.of("sh", "-c", "exec 3<>/dev/fuse"));
        boolean may = runs(command.toArray(String[]::new));
        Files.deleteIfExists(scratch.resolve("device"));
        return may;
    }

    private static boolean runs(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
