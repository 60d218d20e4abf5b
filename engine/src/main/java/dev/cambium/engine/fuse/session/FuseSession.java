package dev.cambium.engine.fuse.session;

import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.abi.Opcode;
import dev.cambium.engine.fuse.wire.NotificationEncoder;
import dev.cambium.engine.fuse.wire.Owner;
import dev.cambium.engine.page.Invariant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads that serve one mount, and the descriptor of {@code /dev/fuse} they share.
 *
 * <p>It begins with a descriptor that is already mounted and ends when the kernel says that the
 * mount is gone. The threads wait in read(2) and are never interrupted; unmounting is what ends
 * them. They are daemons: a JVM that exits takes the mount's server with it.
 */
public final class FuseSession {

    private static final Logger LOG = LoggerFactory.getLogger(FuseSession.class);

    /**
     * A thread spends 0.1 to 3 ms in an fsync, during which reads must go on. More than eight
     * gained nothing on two cores, and fewer lost up to 4 %.
     */
    private static final int THREADS = Math.max(8, Runtime.getRuntime().availableProcessors());

    private final int device;
    private final RequestHandler handler;
    private final Owner owner;
    private final RequestCounters counters = new RequestCounters();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();

    /**
     * @param device the mounted descriptor; the session closes it at its end
     */
    public FuseSession(int device, FuseFiles files, Owner owner) {
        this.device = device;
        this.owner = owner;
        this.handler = new RequestHandler(files, owner, Clock.systemUTC());
    }

    /**
     * Starts serving and waits until the kernel and we agreed on how to talk.
     *
     * @param name part of the threads' names
     * @throws IOException if the kernel is too old or said nothing in time; the mount is still
     *     there
     */
    public void start(String name, Duration limit) throws IOException {
        Invariant.check(threads.isEmpty(), "a session starts once");
        for (int i = 1; i <= THREADS; i++) {
            SessionWorker worker = new SessionWorker(this, device, handler, owner, counters);
            threads.add(Thread.ofPlatform().daemon().name("fuse-" + name + "-" + i).start(worker));
        }
        boolean inTime = awaitSettled(limit);
        String refused = refusal.get();
        if (refused != null) {
            throw new IOException(refused);
        }
        if (!inTime) {
            throw new IOException(
                    "the kernel did not start talking FUSE within " + limit.toSeconds() + " s");
        }
    }

    /**
     * Waits until the mount is gone and all threads have ended, then closes the descriptor.
     *
     * @return false if threads still wait for requests when the time is over
     */
    public boolean awaitEnd(Duration limit) {
        Invariant.check(!isWorker(Thread.currentThread()), "a worker would wait for itself");
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive() && deadline - System.nanoTime() > 0) {
                try {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    thread.join(Math.max(1, left));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            return false;
        }
        NativeCalls.close(device);
        return true;
    }

    /** True while at least one thread serves requests. */
    public boolean isServing() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Tells the kernel to forget a name; see {@code FuseMount.invalidateEntry}. */
    public void invalidateEntry(NodeId folder, String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            send(NotificationEncoder.entryGone(arena, folder, name), arena);
        }
    }

    /** Tells the kernel to forget attributes and pages; see {@code FuseMount.invalidateNode}. */
    public void invalidateNode(NodeId node) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            send(NotificationEncoder.nodeChanged(arena, node), arena);
        }
    }

    /** How many requests of each kind came so far. */
    public Map<Opcode, Long> requestCounts() {
        return counters.snapshot();
    }

    /** INIT was answered. */
    void agreed() {
        settled.countDown();
    }

    /** INIT could not be answered. */
    void refuse(String why) {
        refusal.compareAndSet(null, why);
        settled.countDown();
    }

    private void send(MemorySegment message, Arena arena) throws IOException {
        Invariant.check(
                !isWorker(Thread.currentThread()),
                "the kernel may hold locks until this very thread has answered");
        MemorySegment capture = NativeCalls.captureFor(arena);
        long result = NativeCalls.write(device, message, message.byteSize(), capture);
        // ENOENT: the kernel knew nothing of it. ENOTCONN and ENODEV: the mount is gone.
        boolean known = result != -NativeCalls.ENOENT;
        boolean there = result != -NativeCalls.ENOTCONN && result != -NativeCalls.ENODEV;
        if (result < 0 && known && there) {
            throw new IOException("the kernel refused a notification with error number " + -result);
        }
    }

    private boolean isWorker(Thread thread) {
        return threads.contains(thread);
    }

    private boolean awaitSettled(Duration limit) {
        try {
            return settled.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("Interrupted while waiting for the kernel's first FUSE request");
            return false;
        }
    }
}
