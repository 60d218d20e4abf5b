package dev.cambium.engine.fuse.mount;

import dev.cambium.engine.fuse.session.NativeCalls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether FUSE can be used here, by this user, and how.
 *
 * @param usable whether a mount should succeed
 * @param how by which way
 * @param reason one sentence: why it is so, and if it is not usable the command that would cure it
 */
public record FuseAvailability(boolean usable, How how, String reason) {

    /** The ways to mount. */
    public enum How {
        /** With mount(2): this process may administer mounts. */
        ROOT,
        /** Through the setuid helper fusermount3. */
        FUSERMOUNT,
        /** Not at all. */
        NONE
    }

    private static final String DEVICE = "/dev/fuse";

    /** {@code CAP_SYS_ADMIN} (capabilities(7)) as a bit of CapEff. */
    private static final long CAP_SYS_ADMIN = 1L << 21;

    /** Looks at this machine and this process. Mounts nothing. */
    public static FuseAvailability probe() {
        String system = System.getProperty("os.name", "unknown");
        if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
            return none("FUSE is spoken with Linux only, and this is " + system + ".");
        }
        int device = NativeCalls.open(DEVICE, NativeCalls.O_RDWR | NativeCalls.O_CLOEXEC);
        if (device < 0) {
            return none(whyNotOpened(-device));
        }
        NativeCalls.close(device);
        String status = processStatus();
        if ((Long.parseUnsignedLong(field(status, "CapEff", "0"), 16) & CAP_SYS_ADMIN) != 0) {
            return new FuseAvailability(
                    true, How.ROOT, "This process may mount file systems itself.");
        }
        Optional<Path> helper = fusermount();
        if (helper.isEmpty()) {
            return none(
                    "The program fusermount3 is missing; as root run: apt-get install fuse3"
                            + " (dnf, pacman and apk call the package fuse3 too).");
        }
        if (field(status, "NoNewPrivs", "0").equals("1")) {
            return none(
                    "This process was started so that it may not gain privileges, hence fusermount3"
                            + " cannot mount for it; see it with: grep NoNewPrivs /proc/self/status"
                            + " and start the engine outside of that sandbox.");
        }
        return new FuseAvailability(
                true, How.FUSERMOUNT, "An ordinary user mounts through " + helper.get() + ".");
    }

    /** Where the helper is: on the PATH, or where distributions put it. */
    static Optional<Path> fusermount() {
        List<String> folders = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            folders.addAll(List.of(path.split(":")));
        }
        folders.addAll(List.of("/usr/bin", "/bin", "/usr/local/bin"));
        return folders.stream()
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "fusermount3"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String whyNotOpened(int errno) {
        return switch (errno) {
            case NativeCalls.ENOENT, NativeCalls.ENODEV ->
                    "There is no /dev/fuse here; as root run: modprobe fuse"
                            + " (in a container: start it with --device /dev/fuse).";
            case NativeCalls.EACCES, NativeCalls.EPERM ->
                    "This user may not open /dev/fuse; as root run: chmod 666 /dev/fuse";
            default ->
                    "/dev/fuse cannot be opened (error number "
                            + errno
                            + "); look for the cause with: dmesg | grep fuse";
        };
    }

    private static String processStatus() {
        try {
            return Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Without /proc no privilege is assumed; the helper then decides.
            return "";
        }
    }

    private static String field(String status, String name, String otherwise) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    private static FuseAvailability none(String reason) {
        return new FuseAvailability(false, How.NONE, reason);
    }
}
