package dev.cambium.engine.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** What this process runs: execve(2) puts another program into it. */
public final class ProcessImage {

    private ProcessImage() {}

    /**
     * Runs another program in place of this one, with the same process id, environment, terminal
     * and open standard streams. Returns only if that fails; nothing has happened then. No shutdown
     * hook runs, and nothing is flushed.
     *
     * @param program its file; it is not looked for on the PATH
     * @param arguments without the first, which is the program again
     * @throws PosixException if it cannot be run
     */
    public static void replace(String program, List<String> arguments) throws PosixException {
        int errno;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(program);
            MemorySegment words = arena.allocate(CLibrary.POINTER, arguments.size() + 2L);
            words.setAtIndex(CLibrary.POINTER, 0, path);
            for (int i = 0; i < arguments.size(); i++) {
                words.setAtIndex(CLibrary.POINTER, i + 1L, arena.allocateFrom(arguments.get(i)));
            }
            words.setAtIndex(CLibrary.POINTER, arguments.size() + 1L, MemorySegment.NULL);
            MemorySegment state = CLibrary.newState(arena);
            MethodHandle execv =
                    CLibrary.bind(
                            "execv",
                            -1,
                            FunctionDescriptor.of(
                                    CLibrary.INT, CLibrary.POINTER, CLibrary.POINTER));
            int ignored = (int) execv.invokeExact(state, path, words);
            errno = CLibrary.errno(state);
        } catch (Throwable e) {
            throw CLibrary.impossible(e);
        }
        throw new PosixException("execv", program, errno);
    }
}
