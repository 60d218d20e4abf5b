package dev.cambium.engine.fuse.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Requests put together byte by byte, without any of the code under test. */
final class Bytes {

    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.nativeOrder());

    /** A request with its 40 bytes of header; its length is filled in at the end. */
    static Bytes request(int opcode) {
        return new Bytes().u32(0).u32(opcode).u64(77).u64(5).u32(0).u32(0).u32(1234).u32(0);
    }

    Bytes u16(int value) {
        buffer.putShort((short) value);
        return this;
    }

    Bytes u32(int value) {
        buffer.putInt(value);
        return this;
    }

    Bytes u64(long value) {
        buffer.putLong(value);
        return this;
    }

    Bytes zeros(int count) {
        buffer.put(new byte[count]);
        return this;
    }

    Bytes name(String name) {
        return raw(name.getBytes(StandardCharsets.UTF_8)).raw(new byte[1]);
    }

    Bytes raw(byte[] bytes) {
        buffer.put(bytes);
        return this;
    }

    MemorySegment segment() {
        buffer.putInt(0, buffer.position());
        return MemorySegment.ofArray(Arrays.copyOf(buffer.array(), buffer.position()));
    }

    /** The bytes so far, as they are. */
    String hex() {
        return HexFormat.of().formatHex(buffer.array(), 0, buffer.position());
    }

    static String hex(MemorySegment segment, long length) {
        return HexFormat.of().formatHex(segment.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
}
