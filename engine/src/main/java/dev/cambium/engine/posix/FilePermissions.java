package dev.cambium.engine.posix;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Which permissions new files get: Java can only ask for some per file, libraries do not. */
public final class FilePermissions {

    private static final int NOT_FOR_OTHERS = 0077;

    private FilePermissions() {}

    /**
     * Every file and folder that this process and its children make from now on is for this user
     * alone, umask(2).
     */
    @SuppressWarnings("restricted") // umask(2) takes a number and cannot fail.
    public static void ownerOnly() {
        Linker linker = Linker.nativeLinker();
        MethodHandle umask =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("umask"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int ignored = (int) umask.invokeExact(NOT_FOR_OTHERS);
        } catch (Throwable e) {
            throw CLibrary.impossible(e);
        }
    }
}
