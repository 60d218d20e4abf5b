package dev.cambium.engine.posix;

import static dev.cambium.engine.posix.CLibrary.INT;
import static dev.cambium.engine.posix.CLibrary.POINTER;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Makes a whole file system durable in one call, by syncfs(2): for a thousand new files that is one
 * commit of its journal instead of a thousand. Since Linux 5.8 it also reports lost writes.
 */
public final class FileSystemSync {

    private static final int O_RDONLY_CLOEXEC = 0x80000;

    private static final MethodHandle OPEN =
            CLibrary.bind("open", 2, FunctionDescriptor.of(INT, POINTER, INT, INT));
    private static final MethodHandle CLOSE =
            CLibrary.bind("close", -1, FunctionDescriptor.of(INT, INT));
    private static final MethodHandle SYNCFS =
            CLibrary.bind("syncfs", -1, FunctionDescriptor.of(INT, INT));

    private FileSystemSync() {}

    /**
     * Everything written before the call to the file system of {@code path} is durable after it.
     */
    public static void of(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.newState(arena);
            int descriptor =
                    (int)
                            OPEN.invokeExact(
                                    state,
                                    arena.allocateFrom(path.toString()),
                                    O_RDONLY_CLOEXEC,
                                    0);
            if (descriptor < 0) {
                throw new PosixException("open", path, CLibrary.errno(state));
            }
            int result = (int) SYNCFS.invokeExact(state, descriptor);
            int errno = CLibrary.errno(state);
            int closed = (int) CLOSE.invokeExact(state, descriptor);
            if (result != 0) {
                throw new PosixException("syncfs", path, errno);
            }
            if (closed != 0) {
                throw new PosixException("close", path, CLibrary.errno(state));
            }
        } catch (IOException failure) {
            throw failure;
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
    }
}
