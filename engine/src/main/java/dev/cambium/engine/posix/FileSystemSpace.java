package dev.cambium.engine.posix;

import static dev.cambium.engine.posix.CLibrary.INT;
import static dev.cambium.engine.posix.CLibrary.LONG;
import static dev.cambium.engine.posix.CLibrary.POINTER;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What a file system holds, by statvfs(3) with the layout of 64-bit Linux.
 *
 * @param totalBytes its size
 * @param freeBytes not in use
 * @param availableBytes not in use and not reserved for root
 * @param freeNodes how many more files it can take
 */
public record FileSystemSpace(
        long totalBytes, long freeBytes, long availableBytes, long freeNodes) {

    // struct statvfs: f_bsize, f_frsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, ... (112)
    private static final long STRUCT_BYTES = 128;
    private static final long FRAGMENT_SIZE = 8;
    private static final long BLOCKS = 16;
    private static final long FREE_BLOCKS = 24;
    private static final long AVAILABLE_BLOCKS = 32;
    private static final long FREE_NODES = 48;

    private static final MethodHandle STATVFS =
            CLibrary.bind("statvfs", -1, FunctionDescriptor.of(INT, POINTER, POINTER));

    /** Of the file system that holds {@code path}. */
    public static FileSystemSpace of(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.newState(arena);
            MemorySegment name = arena.allocateFrom(path.toString());
            MemorySegment answer = arena.allocate(STRUCT_BYTES, 8);
            int result;
            try {
                result = (int) STATVFS.invokeExact(state, name, answer);
            } catch (Throwable thrown) {
                throw CLibrary.impossible(thrown);
            }
            if (result != 0) {
                throw new PosixException("statvfs", path, CLibrary.errno(state));
            }
            long unit = answer.get(LONG, FRAGMENT_SIZE);
            return new FileSystemSpace(
                    unit * answer.get(LONG, BLOCKS),
                    unit * answer.get(LONG, FREE_BLOCKS),
                    unit * answer.get(LONG, AVAILABLE_BLOCKS),
                    answer.get(LONG, FREE_NODES));
        }
    }
}
