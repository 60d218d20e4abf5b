package dev.cambium.engine.fuse.mount;

import dev.cambium.engine.fuse.MemoryFiles;

import java.nio.file.Path;

/**
 * Serves a {@link MemoryFiles} on the folder given, prints one line when it is mounted, and
 * unmounts when its input ends: a mount in a process of its own, as another user, or to be killed.
 */
public final class MountMain {

    private MountMain() {}

    public static void main(String[] arguments) throws Exception {
        MemoryFiles files = new MemoryFiles();
        FuseMount mount = FuseMount.mount(Path.of(arguments[0]), "memory", files);
        try (mount) {
            System.out.println("mounted " + FuseAvailability.probe().how());
            while (System.in.read() >= 0) {
                System.out.println(mount.requestCounts());
            }
        }
        System.out.println("unmounted");
    }
}
