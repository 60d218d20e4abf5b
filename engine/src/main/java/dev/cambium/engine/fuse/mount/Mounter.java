package dev.cambium.engine.fuse.mount;

import dev.cambium.engine.fuse.abi.Protocol;

import java.io.IOException;
import java.nio.file.Path;

/** A way to get a folder mounted and unmounted. */
sealed interface Mounter permits DirectMounter, FusermountMounter {

    /** Shown as the type of the file system: {@code fuse.cambium}. */
    String SUBTYPE = "cambium";

    /** Options of every mount: the kernel checks permissions, and reads are as long as writes. */
    String OPTIONS = "default_permissions,max_read=" + Protocol.TRANSFER_BYTES;

    /**
     * The way that works here.
     *
     * @throws IOException with the reason if there is none
     */
    static Mounter choose() throws IOException {
        FuseAvailability availability = FuseAvailability.probe();
        return switch (availability.how()) {
            case ROOT -> new DirectMounter();
            case FUSERMOUNT -> new FusermountMounter(FuseAvailability.fusermount().orElseThrow());
            case NONE -> throw new IOException(availability.reason());
        };
    }

    /**
     * Mounts on an existing folder.
     *
     * @param source shown as the mount's source
     * @return the descriptor of {@code /dev/fuse}; the caller closes it
     */
    int mount(Path mountPoint, String source) throws IOException;

    /**
     * Unmounts. Does nothing if nothing is mounted there.
     *
     * @throws BusyException if a process still uses the mount
     */
    void unmount(Path mountPoint) throws IOException;

    /**
     * Takes the mount off its folder although processes may use it. If this way of mounting can cut
     * them off it does so at once; else the mount goes on until the last of them has let go.
     */
    void detach(Path mountPoint) throws IOException;

    /** A process has a file or its working directory in the mount. */
    final class BusyException extends IOException {
        BusyException(Path mountPoint) {
            super(
                    mountPoint
                            + " is still used by a process; find it with: fuser -vm "
                            + mountPoint);
        }
    }
}
