package dev.cambium.engine.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * How the classes of this package bind functions of the C library, and read {@code errno}.
 *
 * <p>No binding is critical: every call here may block on the disk, and a critical call would hold
 * up safepoints meanwhile.
 */
final class CLibrary {

    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private CLibrary() {}

    /**
     * Binds a function whose first argument is the capture segment of {@link #newState}.
     *
     * @param firstVariadic index of the first variadic argument, or -1 if there is none
     */
    // Restricted: the signatures are those of the C library and are checked by the tests.
    @SuppressWarnings("restricted")
    static MethodHandle bind(String name, int firstVariadic, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address =
                linker.defaultLookup()
                        .find(name)
                        .orElseThrow(() -> new IllegalStateException("no " + name + " in libc"));
        Linker.Option errno = Linker.Option.captureCallState("errno");
        return firstVariadic < 0
                ? linker.downcallHandle(address, signature, errno)
                : linker.downcallHandle(
                        address, signature, errno, Linker.Option.firstVariadicArg(firstVariadic));
    }

    static MemorySegment newState(Arena arena) {
        return arena.allocate(STATE);
    }

    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /** What a downcall handle may throw by its type, and never does. */
    static IllegalStateException impossible(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a system call threw", thrown);
    }

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final java.lang.foreign.AddressLayout POINTER = ValueLayout.ADDRESS;
}
