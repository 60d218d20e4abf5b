package dev.cambium.engine.fuse.mount;

import dev.cambium.engine.fuse.session.NativeCalls;

import java.io.IOException;
import java.nio.file.Path;

/** Mounts with mount(2), which needs CAP_SYS_ADMIN. */
final class DirectMounter implements Mounter {

    /** Flags of mount(2) and umount2(2). */
    private static final long MS_NOSUID = 2;

    private static final long MS_NODEV = 4;
    private static final int MNT_FORCE = 1;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;

    @Override
    public int mount(Path mountPoint, String source) throws IOException {
        int device = NativeCalls.open("/dev/fuse", NativeCalls.O_RDWR | NativeCalls.O_CLOEXEC);
        if (device < 0) {
            throw new IOException("/dev/fuse cannot be opened, error number " + -device);
        }
        String data =
                "fd=%d,rootmode=40000,user_id=%d,group_id=%d,%s"
                        .formatted(
                                device,
                                NativeCalls.effectiveUserId(),
                                NativeCalls.effectiveGroupId(),
                                OPTIONS);
        int result =
                NativeCalls.mount(
                        source,
                        mountPoint.toString(),
                        "fuse." + SUBTYPE,
                        MS_NOSUID | MS_NODEV,
                        data);
        if (result < 0) {
            NativeCalls.close(device);
            throw new IOException(
                    "mount(2) on %s failed with error number %d".formatted(mountPoint, -result));
        }
        return device;
    }

    @Override
    public void unmount(Path mountPoint) throws IOException {
        unmount(mountPoint, UMOUNT_NOFOLLOW);
    }

    /** MNT_FORCE ends the connection first, so that nobody can go on using the mount. */
    @Override
    public void detach(Path mountPoint) throws IOException {
        unmount(mountPoint, UMOUNT_NOFOLLOW | MNT_FORCE | MNT_DETACH);
    }

    private static void unmount(Path mountPoint, int flags) throws IOException {
        int result = NativeCalls.unmount(mountPoint.toString(), flags);
        if (result == -NativeCalls.EBUSY) {
            throw new BusyException(mountPoint);
        }
        // EINVAL: nothing is mounted there any more.
        if (result < 0 && result != -NativeCalls.EINVAL) {
            throw new IOException(
                    "umount(2) of %s failed with error number %d".formatted(mountPoint, -result));
        }
    }
}
