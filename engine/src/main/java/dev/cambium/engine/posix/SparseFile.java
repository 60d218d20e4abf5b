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
import java.util.ArrayList;
import java.util.List;

/**
 * A file with holes: where its data is, and giving a range back to the file system.
 *
 * <p>lseek(2) with SEEK_DATA and SEEK_HOLE counts preallocated but unwritten space as a hole. The
 * answer has the granularity of the file system's blocks. One thread at a time.
 */
public final class SparseFile implements AutoCloseable {

    /** A run of data: {@code startBytes} inclusive to {@code endBytes} exclusive. */
    public record Extent(long startBytes, long endBytes) {}

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int ENXIO = 6;
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 0x01 | 0x02;

    private static final MethodHandle OPEN =
            CLibrary.bind("open", 2, FunctionDescriptor.of(INT, POINTER, INT, INT));
    private static final MethodHandle CLOSE =
            CLibrary.bind("close", -1, FunctionDescriptor.of(INT, INT));
    private static final MethodHandle LSEEK =
            CLibrary.bind("lseek", -1, FunctionDescriptor.of(LONG, INT, LONG, INT));
    private static final MethodHandle FALLOCATE =
            CLibrary.bind("fallocate", -1, FunctionDescriptor.of(INT, INT, INT, LONG, LONG));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = CLibrary.newState(arena);
    private final Path path;
    private final int descriptor;

    /** Opens an existing file for reading and writing. */
    public SparseFile(Path path) throws IOException {
        this.path = path;
        MemorySegment name = arena.allocateFrom(path.toString());
        int opened;
        try {
            opened = (int) OPEN.invokeExact(state, name, O_RDWR | O_CLOEXEC, 0);
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
        if (opened < 0) {
            PosixException failure = failed("open");
            arena.close();
            throw failure;
        }
        descriptor = opened;
    }

    public long lengthBytes() throws IOException {
        return seek(0, SEEK_END);
    }

    /** All runs of data, in order; none for an empty file or one that is a hole as a whole. */
    public List<Extent> dataExtents() throws IOException {
        List<Extent> extents = new ArrayList<>();
        long data = seek(0, SEEK_DATA);
        while (data >= 0) {
            long hole = seek(data, SEEK_HOLE);
            extents.add(new Extent(data, hole));
            data = seek(hole, SEEK_DATA);
        }
        return extents;
    }

    /** Makes a range read as zero and frees its space; the length of the file stays. */
    public void punchHole(long startBytes, long lengthBytes) throws IOException {
        int answer;
        try {
            answer =
                    (int)
                            FALLOCATE.invokeExact(
                                    state,
                                    descriptor,
                                    KEEP_SIZE_AND_PUNCH_HOLE,
                                    startBytes,
                                    lengthBytes);
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
        if (answer != 0) {
            throw failed("fallocate");
        }
    }

    @Override
    public void close() throws IOException {
        int answer;
        try {
            answer = (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
        PosixException failure = answer == 0 ? null : failed("close");
        arena.close();
        if (failure != null) {
            throw failure;
        }
    }

    /** The new offset, or -1 if there is no data from {@code offset} on. */
    private long seek(long offset, int whence) throws IOException {
        long found;
        try {
            found = (long) LSEEK.invokeExact(state, descriptor, offset, whence);
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
        if (found < 0 && CLibrary.errno(state) != ENXIO) {
            throw failed("lseek");
        }
        return found;
    }

    private PosixException failed(String call) {
        return new PosixException(call, path, CLibrary.errno(state));
    }
}
