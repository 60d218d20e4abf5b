package dev.cambium.engine.posix;

import static dev.cambium.engine.posix.CLibrary.INT;
import static dev.cambium.engine.posix.CLibrary.LONG;
import static dev.cambium.engine.posix.CLibrary.POINTER;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a file or folder takes on disk, holes not counted, by statx(2).
 *
 * @param bytes that this file or folder itself takes
 * @param inode what it is known by to the file system, the same for all its links
 * @param links names that it has
 */
public record AllocatedSpace(long bytes, long inode, int links) {

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int STATX_NLINK = 0x4;
    private static final int STATX_INO = 0x100;
    private static final int STATX_BLOCKS = 0x400;
    private static final int ENOENT = 2;
    // struct statx is the same on every architecture: 256 bytes.
    private static final long STRUCT_BYTES = 256;
    private static final long NLINK = 16;
    private static final long INO = 32;
    private static final long BLOCKS = 48;
    private static final long UNIT_BYTES = 512;

    private static final MethodHandle STATX =
            CLibrary.bind("statx", -1, FunctionDescriptor.of(INT, INT, POINTER, INT, INT, POINTER));

    /**
     * Bytes that this file or folder itself takes; a link is not followed.
     *
     * @throws NoSuchFileException if there is none
     */
    public static long of(Path path) throws IOException {
        return look(path).bytes();
    }

    /**
     * The same with what tells links apart.
     *
     * @throws NoSuchFileException if there is none
     */
    public static AllocatedSpace look(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.newState(arena);
            MemorySegment name = arena.allocateFrom(path.toString());
            MemorySegment answer = arena.allocate(STRUCT_BYTES, 8);
            int result;
            try {
                result =
                        (int)
                                STATX.invokeExact(
                                        state,
                                        AT_FDCWD,
                                        name,
                                        AT_SYMLINK_NOFOLLOW,
                                        STATX_NLINK | STATX_INO | STATX_BLOCKS,
                                        answer);
            } catch (Throwable thrown) {
                throw CLibrary.impossible(thrown);
            }
            if (result == 0) {
                return new AllocatedSpace(
                        answer.get(LONG, BLOCKS) * UNIT_BYTES,
                        answer.get(LONG, INO),
                        answer.get(INT, NLINK));
            }
            int errno = CLibrary.errno(state);
            if (errno == ENOENT) {
                throw new NoSuchFileException(path.toString());
            }
            throw new PosixException("statx", path, errno);
        }
    }
}
