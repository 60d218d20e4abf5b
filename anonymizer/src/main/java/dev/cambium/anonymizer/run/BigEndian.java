package dev.cambium.anonymizer.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers with their highest byte first, as servers and their clients send them. */
final class BigEndian {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    /** The two bytes at a place, as a number with a sign. */
    static int int16(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at);
    }

    static int int32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static long int64(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Puts the lowest two bytes of a number at a place. */
    static void int16(byte[] bytes, int at, int number) {
        SHORTS.set(bytes, at, (short) number);
    }

    static void int32(byte[] bytes, int at, int number) {
        INTS.set(bytes, at, number);
    }

    static void int64(byte[] bytes, int at, long number) {
        LONGS.set(bytes, at, number);
    }
}
