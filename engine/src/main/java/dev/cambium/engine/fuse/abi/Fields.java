package dev.cambium.engine.fuse.abi;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * Builds the layouts of this package. A field that would not lie at its natural alignment makes
 * {@link MemoryLayout#structLayout} fail, so a forgotten padding cannot go unnoticed.
 */
final class Fields {

    private Fields() {}

    static MemoryLayout u16(String name) {
        return ValueLayout.JAVA_SHORT.withName(name);
    }

    static MemoryLayout u32(String name) {
        return ValueLayout.JAVA_INT.withName(name);
    }

    static MemoryLayout u64(String name) {
        return ValueLayout.JAVA_LONG.withName(name);
    }

    static MemoryLayout bytes(String name, long count) {
        return MemoryLayout.sequenceLayout(count, ValueLayout.JAVA_BYTE).withName(name);
    }

    static long offset(StructLayout struct, String field) {
        return struct.byteOffset(PathElement.groupElement(field));
    }
}
