package dev.cambium.engine.posix;

import static dev.cambium.engine.posix.CLibrary.INT;
import static dev.cambium.engine.posix.CLibrary.POINTER;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** posix_spawn(3) and waitpid(2), as {@link ChildProcess} wants them. Thread-safe. */
final class Spawn {

    /** More than posix_spawn_file_actions_t, posix_spawnattr_t and sigset_t have in glibc. */
    private static final int STRUCTURE_BYTES = 512;

    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;

    private static final int O_RDONLY = 0;
    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int ENOMEM = 12;
    private static final int EACCES = 13;

    private static final MethodHandle SPAWN =
            bind(
                    "posix_spawnp",
                    FunctionDescriptor.of(
                            INT, POINTER, POINTER, POINTER, POINTER, POINTER, POINTER));
    private static final MethodHandle ACTIONS_INIT = bind("posix_spawn_file_actions_init", 1);
    private static final MethodHandle ACTIONS_OPEN =
            bind(
                    "posix_spawn_file_actions_addopen",
                    FunctionDescriptor.of(INT, POINTER, INT, POINTER, INT, INT));
    private static final MethodHandle ACTIONS_DUP2 =
            bind("posix_spawn_file_actions_adddup2", FunctionDescriptor.of(INT, POINTER, INT, INT));

    /** Null before glibc 2.34. */
    private static final @Nullable MethodHandle ACTIONS_CLOSE_FROM =
            closeFrom("posix_spawn_file_actions_addclosefrom_np");

    private static final MethodHandle ACTIONS_DESTROY = bind("posix_spawn_file_actions_destroy", 1);
    private static final MethodHandle ATTRIBUTES_INIT = bind("posix_spawnattr_init", 1);
    private static final MethodHandle ATTRIBUTES_FLAGS =
            bind(
                    "posix_spawnattr_setflags",
                    FunctionDescriptor.of(INT, POINTER, ValueLayout.JAVA_SHORT));
    private static final MethodHandle ATTRIBUTES_MASK = bind("posix_spawnattr_setsigmask", 2);
    private static final MethodHandle ATTRIBUTES_DEFAULT = bind("posix_spawnattr_setsigdefault", 2);
    private static final MethodHandle ATTRIBUTES_DESTROY = bind("posix_spawnattr_destroy", 1);
    private static final MethodHandle SIGNALS_NONE = bind("sigemptyset", 1);
    private static final MethodHandle SIGNALS_ALL = bind("sigfillset", 1);
    private static final MethodHandle WAITPID =
            bind("waitpid", FunctionDescriptor.of(INT, INT, POINTER, INT));

    private Spawn() {}

    /** Whether the C library can have all that is open closed in the program. */
    static boolean closesAll() {
        return ACTIONS_CLOSE_FROM != null;
    }

    /**
     * Starts a program that has nothing of this process but one descriptor, for both its outputs:
     * no other file, no blocked signal, no signal that is ignored.
     *
     * @return its number
     * @throws IOException if there is no such program, or it cannot be run
     */
    static long program(List<String> command, Map<String, String> environment, int output)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = actions(arena, output);
            MemorySegment attributes = attributes(arena);
            MemorySegment pid = arena.allocate(INT);
            int failure =
                    (int)
                            SPAWN.invokeExact(
                                    CLibrary.newState(arena),
                                    pid,
                                    arena.allocateFrom(command.getFirst()),
                                    actions,
                                    attributes,
                                    strings(arena, command),
                                    strings(arena, pairs(environment)));
            call(ACTIONS_DESTROY, arena, actions);
            call(ATTRIBUTES_DESTROY, arena, attributes);
            if (failure != 0) {
                throw refused(command.getFirst(), failure);
            }
            return pid.get(INT, 0);
        } catch (IOException | IllegalStateException e) {
            throw e;
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
    }

    private static IOException refused(String program, int errno) {
        String why =
                switch (errno) {
                    case ENOENT -> "there is no such program";
                    case EACCES ->
                            "it may not be run; look at its mode, and whether it lies on a disk that is mounted noexec";
                    case ENOMEM, EAGAIN -> "the system has no room for one more process";
                    default -> "error " + errno;
                };
        return new IOException("'%s' could not be started: %s".formatted(program, why));
    }

    private static MemorySegment actions(Arena arena, int output) throws Throwable {
        MethodHandle closeFrom = Objects.requireNonNull(ACTIONS_CLOSE_FROM, "closesAll()");
        MemorySegment actions = arena.allocate(STRUCTURE_BYTES, 16);
        MemorySegment state = CLibrary.newState(arena);
        call(ACTIONS_INIT, arena, actions);
        require(
                (int)
                        ACTIONS_OPEN.invokeExact(
                                state, actions, 0, arena.allocateFrom("/dev/null"), O_RDONLY, 0));
        require((int) ACTIONS_DUP2.invokeExact(state, actions, output, 1));
        require((int) ACTIONS_DUP2.invokeExact(state, actions, output, 2));
        require((int) closeFrom.invokeExact(state, actions, 3));
        return actions;
    }

    /** The JVM has its threads block SIGQUIT, and who started it may have had signals ignored. */
    private static MemorySegment attributes(Arena arena) throws Throwable {
        MemorySegment attributes = arena.allocate(STRUCTURE_BYTES, 16);
        MemorySegment signals = arena.allocate(STRUCTURE_BYTES, 16);
        call(ATTRIBUTES_INIT, arena, attributes);
        call(SIGNALS_NONE, arena, signals);
        call(ATTRIBUTES_MASK, arena, attributes, signals);
        call(SIGNALS_ALL, arena, signals);
        call(ATTRIBUTES_DEFAULT, arena, attributes, signals);
        require(
                (int)
                        ATTRIBUTES_FLAGS.invokeExact(
                                CLibrary.newState(arena),
                                attributes,
                                (short) (SETSIGDEF | SETSIGMASK)));
        return attributes;
    }

    /**
     * Waits for the end of a program that this process has started, and lets go of its number.
     *
     * @return as waitpid(2) tells it
     */
    static int statusOf(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.newState(arena);
            MemorySegment status = arena.allocate(INT);
            while ((int) WAITPID.invokeExact(state, (int) pid, status, 0) < 0) {
                if (CLibrary.errno(state) != EINTR) {
                    throw new IllegalStateException(
                            "waitpid failed on %d (errno %d)"
                                    .formatted(pid, CLibrary.errno(state)));
                }
            }
            return status.get(INT, 0);
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable thrown) {
            throw CLibrary.impossible(thrown);
        }
    }

    private static List<String> pairs(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(POINTER, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(POINTER, i, arena.allocateFrom(texts.get(i)));
        }
        return array; // zeroed, so that the last one is none
    }

    private static void call(MethodHandle handle, Arena arena, MemorySegment structure)
            throws Throwable {
        require((int) handle.invokeExact(CLibrary.newState(arena), structure));
    }

    private static void call(
            MethodHandle handle, Arena arena, MemorySegment structure, MemorySegment with)
            throws Throwable {
        require((int) handle.invokeExact(CLibrary.newState(arena), structure, with));
    }

    private static void require(int result) {
        if (result != 0) {
            throw new IllegalStateException("posix_spawn could not be prepared: " + result);
        }
    }

    private static @Nullable MethodHandle closeFrom(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).isPresent()
                ? bind(name, FunctionDescriptor.of(INT, POINTER, INT))
                : null;
    }

    private static MethodHandle bind(String name, int pointers) {
        return bind(
                name,
                pointers == 1
                        ? FunctionDescriptor.of(INT, POINTER)
                        : FunctionDescriptor.of(INT, POINTER, POINTER));
    }

    private static MethodHandle bind(String name, FunctionDescriptor signature) {
        return CLibrary.bind(name, -1, signature);
    }
}
