package dev.cambium.engine.fuse.mount;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.cambium.engine.fuse.session.NativeCalls;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Mounts through {@code fusermount3}: it opens {@code /dev/fuse} as us, mounts as root, and sends
 * the descriptor back over a socket whose number it finds in {@code _FUSE_COMMFD} (libfuse, {@code
 * util/fusermount.c}).
 */
final class FusermountMounter implements Mounter {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | NativeCalls.O_CLOEXEC;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    /** struct msghdr on 64-bit Linux: offsets of what is used, and its size. */
    private static final long MSG_IOV = 16;

    private static final long MSG_IOVLEN = 24;
    private static final long MSG_CONTROL = 32;
    private static final long MSG_CONTROLLEN = 40;
    private static final long MSG_BYTES = 56;

    /** struct cmsghdr with one descriptor behind it; CMSG_SPACE fills up to eight bytes. */
    private static final long CMSG_LEVEL = 8;

    private static final long CMSG_TYPE = 12;
    private static final long CMSG_DATA = 16;
    private static final long CMSG_BYTES = 24;

    private static final int COMPLAINT_BYTES = 4096;
    private static final long UNMOUNT_SECONDS = 30;

    private final Path helper;

    FusermountMounter(Path helper) {
        this.helper = helper;
    }

    @Override
    public int mount(Path mountPoint, String source) throws IOException {
        String options = "fsname=%s,subtype=%s,%s".formatted(source, SUBTYPE, OPTIONS);
        String[] arguments = {helper.toString(), "-o", options, "--", mountPoint.toString()};
        try (Arena arena = Arena.ofConfined();
                Ends socket = Ends.socket(arena);
                Ends stderr = Ends.pipe(arena)) {
            MemorySegment processId = arena.allocate(JAVA_INT);
            String[] environment = {
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "_FUSE_COMMFD=" + socket.theirs
            };
            int[][] inherited = {{socket.theirs, socket.theirs}, {stderr.theirs, 2}};
            int spawned = NativeCalls.spawn(processId, inherited, arguments, environment);
            if (spawned < 0) {
                throw new IOException(helper + " could not be started, error number " + -spawned);
            }
            // Else a helper that fails would leave us waiting for its last words.
            socket.closeTheirs();
            stderr.closeTheirs();
            int device = receiveDescriptor(arena, socket.ours);
            String complaint = readAll(arena, stderr.ours);
            int status = waitFor(arena, processId.get(JAVA_INT, 0));
            if (status != 0 || device < 0) {
                if (device >= 0) {
                    NativeCalls.close(device);
                }
                throw new IOException(
                        "%s could not mount %s: %s"
                                .formatted(helper, mountPoint, complaint.strip()));
            }
            return device;
        }
    }

    @Override
    public void unmount(Path mountPoint) throws IOException {
        unmount(mountPoint, List.of(helper.toString(), "-u", "--", mountPoint.toString()));
    }

    @Override
    public void detach(Path mountPoint) throws IOException {
        unmount(mountPoint, List.of(helper.toString(), "-u", "-z", "--", mountPoint.toString()));
    }

    private void unmount(Path mountPoint, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(UNMOUNT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(helper + " -u " + mountPoint + " does not come to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unmounting " + mountPoint, e);
        }
        if (process.exitValue() == 0 || MountTable.at(mountPoint).isEmpty()) {
            return;
        }
        if (said.contains("busy")) {
            throw new BusyException(mountPoint);
        }
        throw new IOException("%s -u %s: %s".formatted(helper, mountPoint, said.strip()));
    }

    /** The descriptor that the helper sent, or -1 if it ended without sending one. */
    private static int receiveDescriptor(Arena arena, int socket) {
        MemorySegment data = arena.allocate(8);
        MemorySegment iov = arena.allocate(16, 8);
        iov.set(ADDRESS, 0, data);
        iov.set(JAVA_LONG, 8, 1);
        MemorySegment control = arena.allocate(CMSG_BYTES, 8);
        MemorySegment message = arena.allocate(MSG_BYTES, 8);
        message.set(ADDRESS, MSG_IOV, iov);
        message.set(JAVA_LONG, MSG_IOVLEN, 1);
        message.set(ADDRESS, MSG_CONTROL, control);
        long received;
        do {
            message.set(JAVA_LONG, MSG_CONTROLLEN, CMSG_BYTES);
            received = NativeCalls.receive(socket, message, MSG_CMSG_CLOEXEC);
        } while (received == -NativeCalls.EINTR);
        boolean sent =
                received > 0
                        && message.get(JAVA_LONG, MSG_CONTROLLEN) > CMSG_DATA
                        && control.get(JAVA_INT, CMSG_LEVEL) == SOL_SOCKET
                        && control.get(JAVA_INT, CMSG_TYPE) == SCM_RIGHTS;
        return sent ? control.get(JAVA_INT, CMSG_DATA) : -1;
    }

    private static String readAll(Arena arena, int descriptor) {
        MemorySegment capture = NativeCalls.captureFor(arena);
        MemorySegment buffer = arena.allocate(COMPLAINT_BYTES);
        StringBuilder text = new StringBuilder();
        while (true) {
            long read = NativeCalls.read(descriptor, buffer, capture);
            if (read == -NativeCalls.EINTR) {
                continue;
            }
            if (read <= 0) {
                return text.toString();
            }
            byte[] bytes = buffer.asSlice(0, read).toArray(JAVA_BYTE);
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static int waitFor(Arena arena, int processId) {
        MemorySegment status = arena.allocate(JAVA_INT);
        int result;
        do {
            result = NativeCalls.waitpid(processId, status);
        } while (result == -NativeCalls.EINTR);
        return result < 0 ? result : status.get(JAVA_INT, 0);
    }

    /** Two connected descriptors: one for us, one for the helper. */
    private static final class Ends implements AutoCloseable {

        final int ours;
        final int theirs;
        private boolean theirsClosed;

        private Ends(int ours, int theirs) {
            this.ours = ours;
            this.theirs = theirs;
        }

        static Ends socket(Arena arena) throws IOException {
            MemorySegment pair = arena.allocate(JAVA_INT, 2);
            check("socketpair", NativeCalls.socketpair(AF_UNIX, SOCK_STREAM_CLOEXEC, pair));
            return new Ends(pair.getAtIndex(JAVA_INT, 0), pair.getAtIndex(JAVA_INT, 1));
        }

        static Ends pipe(Arena arena) throws IOException {
            MemorySegment pair = arena.allocate(JAVA_INT, 2);
            check("pipe", NativeCalls.pipe(pair, NativeCalls.O_CLOEXEC));
            return new Ends(pair.getAtIndex(JAVA_INT, 0), pair.getAtIndex(JAVA_INT, 1));
        }

        private static void check(String call, int result) throws IOException {
            if (result < 0) {
                throw new IOException(call + " failed with error number " + -result);
            }
        }

        void closeTheirs() {
            if (!theirsClosed) {
                theirsClosed = true;
                NativeCalls.close(theirs);
            }
        }

        @Override
        public void close() {
            closeTheirs();
            NativeCalls.close(ours);
        }
    }
}
