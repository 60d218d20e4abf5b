package dev.cambium.engine.posix;

import static dev.cambium.engine.posix.CLibrary.INT;
import static dev.cambium.engine.posix.CLibrary.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The two ends of a pipe(2), by their numbers; no program that is started inherits them unasked.
 * For one thread.
 */
record Pipe(int readEnd, int writeEnd) implements AutoCloseable {

    private static final int O_CLOEXEC = 0x80000;

    private static final MethodHandle PIPE2 =
            CLibrary.bind("pipe2", -1, FunctionDescriptor.of(INT, POINTER, INT));
    private static final MethodHandle CLOSE =
            CLibrary.bind("close", -1, FunctionDescriptor.of(INT, INT));

    static Pipe open() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.newState(arena);
            MemorySegment ends = arena.allocate(INT, 2);
            if ((int) PIPE2.invokeExact(state, ends, O_CLOEXEC) != 0) {
                throw new PosixException("pipe2", "a new pipe", CLibrary.errno(state));
            }
            return new Pipe(ends.getAtIndex(INT, 0), ends.getAtIndex(INT, 1));
        } catch (PosixException e) {
            throw e;
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
    }

    /** Closes both. */
    @Override
    public void close() {
        close(readEnd);
        close(writeEnd);
    }

    private static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(CLibrary.newState(arena), descriptor);
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
    }
}
