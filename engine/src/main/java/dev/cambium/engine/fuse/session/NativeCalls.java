package dev.cambium.engine.fuse.session;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library, as far as a FUSE server needs it. Every method answers as the system call does,
 * except that a failure is the negative error number instead of -1.
 *
 * <p>The methods that move requests take the memory for the error number from the caller, so that
 * they allocate nothing. No call is marked critical: nearly all of them may block, and a critical
 * call that blocks holds up every safepoint of the JVM.
 */
@SuppressWarnings("restricted") // FFM is what this class is for; the launcher enables it
public final class NativeCalls {

    /** Error numbers that callers tell apart (asm-generic/errno.h). */
    public static final int EPERM = 1;

    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ECONNABORTED = 103;
    public static final int ENOTCONN = 107;
    public static final int ECONNREFUSED = 111;

    /** Flags of open(2), alike on x86-64 and arm64. */
    public static final int O_RDWR = 2;

    public static final int O_CLOEXEC = 0x80000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle CAPTURED_ERRNO =
            CAPTURE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            handle(
                    "open",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    ERRNO,
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle READ =
            handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
    private static final MethodHandle MOUNT =
            handle(
                    "mount",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS),
                    ERRNO);
    private static final MethodHandle UMOUNT2 =
            handle("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle STATFS =
            handle("statfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS), ERRNO);
    private static final MethodHandle SOCKETPAIR =
            handle(
                    "socketpair",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
                    ERRNO);
    private static final MethodHandle PIPE2 =
            handle("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle RECVMSG =
            handle("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle WAITPID =
            handle("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle GETEUID = handle("geteuid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle GETEGID = handle("getegid", FunctionDescriptor.of(JAVA_INT));

    /** These return their error number themselves. */
    private static final MethodHandle POSIX_SPAWN =
            handle(
                    "posix_spawn",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private static final MethodHandle ACTIONS_INIT =
            handle("posix_spawn_file_actions_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle ACTIONS_DUP2 =
            handle(
                    "posix_spawn_file_actions_adddup2",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACTIONS_DESTROY =
            handle("posix_spawn_file_actions_destroy", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private NativeCalls() {}

    private static MethodHandle handle(
            String name, FunctionDescriptor signature, Linker.Option... options) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(name), signature, options);
    }

    /** Memory for the error number of the calls that take it; one per thread is enough. */
    public static MemorySegment captureFor(Arena arena) {
        return arena.allocate(CAPTURE);
    }

    /** read(2); waits. */
    public static long read(int descriptor, MemorySegment into, MemorySegment capture) {
        try {
            long result = (long) READ.invokeExact(capture, descriptor, into, into.byteSize());
            return result >= 0 ? result : -errno(capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** write(2) of the first {@code length} bytes; may wait. */
    public static long write(
            int descriptor, MemorySegment from, long length, MemorySegment capture) {
        try {
            long result = (long) WRITE.invokeExact(capture, descriptor, from, length);
            return result >= 0 ? result : -errno(capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** open(2) without O_CREAT. */
    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            return orErrno(
                    (int) OPEN.invokeExact(capture, arena.allocateFrom(path), flags), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** close(2). */
    public static int close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            return orErrno((int) CLOSE.invokeExact(capture, descriptor), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** mount(2). */
    public static int mount(String source, String target, String type, long flags, String data) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            return orErrno(
                    (int)
                            MOUNT.invokeExact(
                                    capture,
                                    arena.allocateFrom(source),
                                    arena.allocateFrom(target),
                                    arena.allocateFrom(type),
                                    flags,
                                    arena.allocateFrom(data)),
                    capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** umount2(2). */
    public static int unmount(String target, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            return orErrno(
                    (int) UMOUNT2.invokeExact(capture, arena.allocateFrom(target), flags), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** statfs(2), of which only success or failure is told. Never call it on a mount of our own. */
    public static int statfs(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            // struct statfs has 120 bytes on 64-bit Linux.
            MemorySegment ignored = arena.allocate(256, 8);
            return orErrno(
                    (int) STATFS.invokeExact(capture, arena.allocateFrom(path), ignored), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** socketpair(2); the two descriptors go to {@code pair}. */
    public static int socketpair(int domain, int type, MemorySegment pair) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            return orErrno((int) SOCKETPAIR.invokeExact(capture, domain, type, 0, pair), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** pipe2(2); the reading and the writing end go to {@code pair}. */
    public static int pipe(MemorySegment pair, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            return orErrno((int) PIPE2.invokeExact(capture, pair, flags), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** recvmsg(2); waits. */
    public static long receive(int socket, MemorySegment message, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            long result = (long) RECVMSG.invokeExact(capture, socket, message, flags);
            return result >= 0 ? result : -errno(capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** waitpid(2) without options; the status goes to {@code status}. */
    public static int waitpid(int processId, MemorySegment status) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = captureFor(arena);
            return orErrno((int) WAITPID.invokeExact(capture, processId, status, 0), capture);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * posix_spawn(3) of a program that keeps some of our descriptors, which ProcessBuilder cannot
     * do. All are expected to be O_CLOEXEC here.
     *
     * @param processId where the number of the new process goes
     * @param inherited pairs of a descriptor here and its number there; the same number twice
     *     merely keeps it open
     * @param arguments the program's path first
     */
    public static int spawn(
            MemorySegment processId, int[][] inherited, String[] arguments, String[] environment) {
        try (Arena arena = Arena.ofConfined()) {
            // posix_spawn_file_actions_t has 80 bytes in glibc, 8 in musl.
            MemorySegment actions = arena.allocate(256, 16);
            int failure = (int) ACTIONS_INIT.invokeExact(actions);
            if (failure != 0) {
                return -failure;
            }
            for (int[] pair : inherited) {
                failure = failure != 0 ? failure : dup2(actions, pair[0], pair[1]);
            }
            if (failure == 0) {
                failure =
                        (int)
                                POSIX_SPAWN.invokeExact(
                                        processId,
                                        arena.allocateFrom(arguments[0]),
                                        actions,
                                        MemorySegment.NULL,
                                        strings(arena, arguments),
                                        strings(arena, environment));
            }
            int ignored = (int) ACTIONS_DESTROY.invokeExact(actions);
            return -failure;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int dup2(MemorySegment actions, int from, int to) throws Throwable {
        return (int) ACTIONS_DUP2.invokeExact(actions, from, to);
    }

    /** geteuid(2). */
    public static int effectiveUserId() {
        try {
            return (int) GETEUID.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** getegid(2). */
    public static int effectiveGroupId() {
        try {
            return (int) GETEGID.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MemorySegment strings(Arena arena, String[] texts) {
        MemorySegment pointers = arena.allocate(ADDRESS, texts.length + 1L);
        for (int i = 0; i < texts.length; i++) {
            pointers.setAtIndex(ADDRESS, i, arena.allocateFrom(texts[i]));
        }
        return pointers;
    }

    private static int orErrno(int result, MemorySegment capture) {
        return result >= 0 ? result : -errno(capture);
    }

    private static int errno(MemorySegment capture) {
        return (int) CAPTURED_ERRNO.get(capture, 0L);
    }

    /** A downcall throws nothing of its own: what comes out is a wrong argument or a JVM error. */
    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
}
