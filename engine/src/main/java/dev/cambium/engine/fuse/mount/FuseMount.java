package dev.cambium.engine.fuse.mount;

import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.abi.Opcode;
import dev.cambium.engine.fuse.session.FuseSession;
import dev.cambium.engine.fuse.session.NativeCalls;
import dev.cambium.engine.fuse.wire.Owner;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder behind which {@link FuseFiles} stand.
 *
 * <p>The process that serves a mount must never touch it: every access waits for an answer of the
 * same process, and some hold locks of the JVM meanwhile. Other processes may do with it what they
 * like. Thread-safe.
 */
public final class FuseMount implements AutoCloseable {

    /** What becomes of a mount. */
    public enum State {
        /** Requests are answered. */
        SERVING,
        /** {@link #close} is at work. */
        CLOSING,
        /** It is over: nothing of ours is mounted, no thread of ours runs. */
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(FuseMount.class);

    /** INIT takes a millisecond; a machine that needs ten seconds has other troubles. */
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    /** How long {@link #close} waits for processes to let go before it uses force. */
    private static final Duration BUSY_LIMIT = Duration.ofSeconds(3);

    /** How long processes may go on using a mount that was taken away from its folder. */
    private static final Duration DETACHED_LIMIT = Duration.ofSeconds(2);

    /** How long the threads may take to end once the mount is gone. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private static final Duration BUSY_PAUSE = Duration.ofMillis(50);

    /** A mount on a mount on a mount: no more than this many are taken off a folder. */
    private static final int STACKED_LIMIT = 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** The mount points that this process serves itself. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path mountPoint;
    private final String device;
    private final Mounter mounter;
    private final FuseSession session;
    private final AtomicReference<State> state = new AtomicReference<>(State.SERVING);

    private FuseMount(Path mountPoint, String device, Mounter mounter, FuseSession session) {
        this.mountPoint = mountPoint;
        this.device = device;
        this.mounter = mounter;
        this.session = session;
    }

    /**
     * Mounts files on a folder, which is created if it is missing. When this returns, the kernel
     * has been answered and requests are served.
     *
     * @param name shown as the mount's source and in the names of threads: letters, digits, dots,
     *     dashes
     * @param files what is served; must answer until {@link #close} has returned. Nodes that the
     *     kernel still remembers then are not forgotten one by one
     * @throws IOException if FUSE cannot be used here (see {@link FuseAvailability}), if the folder
     *     is not empty, or if something is mounted on it already
     */
    public static FuseMount mount(Path mountPoint, String name, FuseFiles files)
            throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for a mount: '" + name + "'");
        }
        Mounter mounter = Mounter.choose();
        Path folder = emptyFolder(mountPoint);
        int descriptor = mounter.mount(folder, name);
        OWN.add(folder);
        Owner owner = new Owner(NativeCalls.effectiveUserId(), NativeCalls.effectiveGroupId());
        FuseSession session = new FuseSession(descriptor, files, owner);
        try {
            session.start(name, START_LIMIT);
            String device = MountTable.at(folder).orElseThrow(() -> vanished(folder)).device();
            LOG.info("Mounted {} on {}", name, folder);
            return new FuseMount(folder, device, mounter, session);
        } catch (IOException | RuntimeException e) {
            mounter.detach(folder);
            session.awaitEnd(END_LIMIT);
            OWN.remove(folder);
            throw e;
        }
    }

    /** Whether anything is mounted on exactly this folder. Does not touch it. */
    public static boolean isMounted(Path mountPoint) throws IOException {
        return MountTable.at(withoutLinks(mountPoint)).isPresent();
    }

    /**
     * Takes a FUSE mount off a folder whose server is dead, so that the folder can be mounted
     * again. Processes that still use the dead mount keep getting ENOTCONN. Does nothing if nothing
     * is mounted there.
     *
     * @throws IOException if what is mounted there is alive, or is no FUSE file system
     */
    public static void unmountStale(Path mountPoint) throws IOException {
        Path folder = withoutLinks(mountPoint);
        for (int i = 0; i < STACKED_LIMIT; i++) {
            Optional<MountTable.Entry> entry = MountTable.at(folder);
            if (entry.isEmpty()) {
                return;
            }
            if (!entry.get().isFuse()) {
                throw new IOException(
                        "%s is a mount of type %s, which is not ours to unmount"
                                .formatted(folder, entry.get().type()));
            }
            if (OWN.contains(folder) || isAlive(folder)) {
                throw new IOException(
                        folder + " is being served; stop the engine that mounted it first");
            }
            LOG.info("Unmounting {}, which a killed engine left behind", folder);
            Mounter.choose().detach(folder);
        }
        throw new IOException("more than " + STACKED_LIMIT + " dead mounts on " + folder);
    }

    /** The mounted folder, absolute and without symbolic links. */
    public Path mountPoint() {
        return mountPoint;
    }

    public State state() {
        return state.get();
    }

    /** False once somebody else unmounted the folder or the kernel gave up on us. */
    public boolean isServing() {
        return state.get() == State.SERVING && session.isServing();
    }

    /**
     * Makes the kernel forget what it knows of a name: a file that it holds, or that there is none.
     * Needed whenever a name appears or vanishes below the root other than through the mount, and
     * whenever one vanishes in the root.
     *
     * <p>The kernel locks the folder for this and may wait for requests that are under way in it:
     * the caller must hold no lock that an answer to one of them needs, and must be none of the
     * threads that answer.
     */
    public void invalidateEntry(NodeId folder, String name) throws IOException {
        session.invalidateEntry(folder, name);
    }

    /**
     * Makes the kernel forget the attributes and the cached pages of a node, after they changed
     * other than through the mount. The caller is bound as by {@link #invalidateEntry}.
     */
    public void invalidateNode(NodeId node) throws IOException {
        session.invalidateNode(node);
    }

    /** How many requests of each kind the kernel sent so far, for benchmarks and tests. */
    public Map<Opcode, Long> requestCounts() {
        return session.requestCounts();
    }

    /**
     * Unmounts and waits for the threads. What processes wrote is handed to the files first. Those
     * that still use the mount after three seconds are cut off: they get ENOTCONN, and what they
     * wrote but did not sync may be lost, as if the machine had crashed. Does nothing when called
     * again.
     *
     * @throws IOException if the folder could not be unmounted, or threads still serve it
     */
    @Override
    public void close() throws IOException {
        if (!state.compareAndSet(State.SERVING, State.CLOSING)) {
            return;
        }
        try {
            unmount();
            if (!session.awaitEnd(DETACHED_LIMIT)) {
                cutOff();
            }
            LOG.info("Unmounted {}", mountPoint);
        } finally {
            OWN.remove(mountPoint);
            state.set(State.CLOSED);
        }
    }

    private void unmount() throws IOException {
        long deadline = System.nanoTime() + BUSY_LIMIT.toNanos();
        // Somebody may have unmounted it meanwhile, and mounted something else.
        while (MountTable.at(mountPoint).filter(e -> e.device().equals(device)).isPresent()) {
            try {
                mounter.unmount(mountPoint);
                return;
            } catch (Mounter.BusyException e) {
                if (System.nanoTime() - deadline > 0 || !pause()) {
                    LOG.warn("Unmounting by force: {}", e.getMessage());
                    mounter.detach(mountPoint);
                    return;
                }
            }
        }
    }

    /**
     * Ends the connection for processes that will not let go. The threads wait in read(2) until
     * then, and only this brings them back (fuse.rst, "Aborting a filesystem connection").
     */
    private void cutOff() throws IOException {
        String number = device.substring(device.indexOf(':') + 1);
        Path abort = Path.of("/sys/fs/fuse/connections", number, "abort");
        LOG.warn("Processes still use the files of {}: cutting them off", mountPoint);
        if (Files.isWritable(abort)) {
            Files.writeString(abort, "1", StandardCharsets.US_ASCII);
        }
        if (!session.awaitEnd(END_LIMIT)) {
            throw new IOException(
                    "processes still use the files of %s and cannot be cut off; they are served"
                                    .formatted(mountPoint)
                            + " until they or the engine end");
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(BUSY_PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path emptyFolder(Path mountPoint) throws IOException {
        Path parent = mountPoint.toAbsolutePath().normalize().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path folder = withoutLinks(mountPoint);
        if (MountTable.at(folder).isPresent()) {
            throw new IOException("something is mounted on " + folder + " already");
        }
        Files.createDirectories(folder);
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new IOException(folder + " is not empty; a mount would hide what lies in it");
            }
        }
        return folder;
    }

    /**
     * Resolves links in the parent only: to look at the folder itself could mean to wait for us.
     */
    private static Path withoutLinks(Path mountPoint) throws IOException {
        Path absolute = mountPoint.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            return absolute;
        }
        return Files.exists(parent)
                ? parent.toRealPath().resolve(absolute.getFileName())
                : absolute;
    }

    /** Asks the file system; only a mount whose server is gone answers with these errors. */
    private static boolean isAlive(Path folder) {
        int result = NativeCalls.statfs(folder.toString());
        return result != -NativeCalls.ENOTCONN
                && result != -NativeCalls.ECONNABORTED
                && result != -NativeCalls.ECONNREFUSED;
    }

    private static IOException vanished(Path folder) {
        return new IOException(folder + " was unmounted by somebody else at once");
    }
}
