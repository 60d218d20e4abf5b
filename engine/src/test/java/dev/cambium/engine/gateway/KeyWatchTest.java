package dev.cambium.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class KeyWatchTest {

    @Test
    void keyIsFoundHoweverTheBytesArrive() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length : new int[] {4, 32, 256}) {
            byte[] secret = new byte[length];
            random.nextBytes(secret);
            byte[] start = start(secret);
            for (int round = 0; round < 200; round++) {
                KeyWatch watch = new KeyWatch();
                List<CancelKey> found = new ArrayList<>();
                int at = 0;
                while (at < start.length) {
                    int count = Math.min(start.length - at, 1 + random.nextInt(40));
                    byte[] chunk = new byte[count + 5];
                    System.arraycopy(start, at, chunk, 0, count);
                    CancelKey key = watch.see(chunk, count);
                    if (key != null) {
                        found.add(key);
                    }
                    at += count;
                }
                assertThat(found)
                        .as("seed %d", seed)
                        .containsExactly(new CancelKey(4711, ByteBuffer.wrap(secret)));
                assertThat(watch.isDone()).isTrue();
            }
        }
    }

    @Test
    void nothingIsTakenForAKeyOnceTheSessionHasBegun() {
        KeyWatch watch = new KeyWatch();
        byte[] start = start(new byte[4]);
        watch.see(start, start.length);
        assertThat(watch.see(start, start.length)).isNull();
    }

    @Test
    void whatIsNoMessageEndsTheWatch() {
        KeyWatch watch = new KeyWatch();
        byte[] noise = {'K', 0, 0, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9, 9};
        assertThat(watch.see(noise, noise.length)).isNull();
        assertThat(watch.isDone()).isTrue();
    }

    /** Authentication, a parameter of 70 KB, the key, ready. */
    static byte[] start(byte[] secret) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(9).put((byte) 'R').putInt(8).putInt(0).array());
        bytes.writeBytes(ByteBuffer.allocate(70_005).put((byte) 'S').putInt(70_004).array());
        bytes.writeBytes(
                ByteBuffer.allocate(9 + secret.length)
                        .put((byte) 'K')
                        .putInt(8 + secret.length)
                        .putInt(4711)
                        .put(secret)
                        .array());
        bytes.writeBytes(ByteBuffer.allocate(6).put((byte) 'Z').putInt(5).put((byte) 'I').array());
        return bytes.toByteArray();
    }
}
