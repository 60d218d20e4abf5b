package dev.cambium.engine.fuse.mount;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.cambium.engine.fuse.session.NativeCalls;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** System calls that Java has no class for. All answer 0 or an error number. */
final class LinuxCalls {

    static final int ENXIO = 6;
    static final int EEXIST = 17;
    static final int EINVAL = 22;
    static final int EOPNOTSUPP = 95;

    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;

    private static final int AT_FDCWD = -100;

    private LinuxCalls() {}

    static int posixFallocate(Path file, long offset, long length) {
        int descriptor = NativeCalls.open(file.toString(), NativeCalls.O_RDWR);
        try {
            return (int)
                    handle("posix_fallocate", JAVA_INT, JAVA_LONG, JAVA_LONG)
                            .invokeExact(descriptor, offset, length);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            NativeCalls.close(descriptor);
        }
    }

    static int fallocate(Path file, int mode, long offset, long length) {
        int descriptor = NativeCalls.open(file.toString(), NativeCalls.O_RDWR);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = NativeCalls.captureFor(arena);
            MethodHandle call =
                    handle(
                            "fallocate",
                            new Linker.Option[] {Linker.Option.captureCallState("errno")},
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_LONG,
                            JAVA_LONG);
            int result = (int) call.invokeExact(capture, descriptor, mode, offset, length);
            return result == 0 ? 0 : errno(capture);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            NativeCalls.close(descriptor);
        }
    }

    /** Where a seek ends up, or the negative number of its error. */
    static long seek(Path file, long offset, int whence) {
        int descriptor = NativeCalls.open(file.toString(), NativeCalls.O_RDWR);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = NativeCalls.captureFor(arena);
            Linker linker = Linker.nativeLinker();
            MethodHandle call =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("lseek"),
                            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT),
                            Linker.Option.captureCallState("errno"));
            long result = (long) call.invokeExact(capture, descriptor, offset, whence);
            return result >= 0 ? result : -errno(capture);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            NativeCalls.close(descriptor);
        }
    }

    static int rename(Path from, Path to, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = NativeCalls.captureFor(arena);
            MethodHandle call =
                    handle(
                            "renameat2",
                            new Linker.Option[] {Linker.Option.captureCallState("errno")},
                            JAVA_INT,
                            ADDRESS,
                            JAVA_INT,
                            ADDRESS,
                            JAVA_INT);
            int result =
                    (int)
                            call.invokeExact(
                                    capture,
                                    AT_FDCWD,
                                    arena.allocateFrom(from.toString()),
                                    AT_FDCWD,
                                    arena.allocateFrom(to.toString()),
                                    flags);
            return result == 0 ? 0 : errno(capture);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle handle(String name, java.lang.foreign.MemoryLayout... parameters) {
        return handle(name, new Linker.Option[0], parameters);
    }

    private static MethodHandle handle(
            String name, Linker.Option[] options, java.lang.foreign.MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, parameters),
                options);
    }

    private static int errno(MemorySegment capture) {
        return (int)
                Linker.Option.captureStateLayout()
                        .varHandle(PathElement.groupElement("errno"))
                        .get(capture, 0L);
    }
}
