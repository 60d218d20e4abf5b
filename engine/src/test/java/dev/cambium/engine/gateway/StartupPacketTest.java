package dev.cambium.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.gateway.StartupPacket.Cancel;
import dev.cambium.engine.gateway.StartupPacket.Startup;
import dev.cambium.engine.gateway.StartupPacket.TlsRequest;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

class StartupPacketTest {

    @Test
    void startupComesOutByteForByteAsItCameIn() throws Exception {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", "z\u00c3\u00bcrich");
        parameters.put("database", "shop");
        parameters.put("_pq_.command_tag", "on");
        parameters.put("options", "-c geqo=off");
        for (int protocol : new int[] {0x30000, 0x30002}) {
            byte[] packet = new Startup(protocol, parameters).encoded();
            Startup read = (Startup) StartupPacket.read(new ByteArrayInputStream(packet));
            assertThat(read.parameters()).containsExactlyEntriesOf(parameters);
            assertThat(read.encoded()).isEqualTo(packet);
        }
    }

    @Test
    void nothingBehindThePacketIsRead() throws Exception {
        byte[] bytes = ByteBuffer.allocate(9).putInt(8).putInt(80877103).put((byte) 1).array();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        assertThat(StartupPacket.read(in)).isEqualTo(new TlsRequest());
        assertThat(in.available()).isEqualTo(1);
    }

    @Test
    void cancelKeysOfAnyLengthAreRead() throws Exception {
        for (int length : new int[] {4, 32, 256}) {
            CancelKey key = new CancelKey(77, ByteBuffer.wrap(new byte[length]));
            StartupPacket read = StartupPacket.read(new ByteArrayInputStream(key.encodedRequest()));
            assertThat(read).isEqualTo(new Cancel(key));
        }
        byte[] tooLong = new CancelKey(77, ByteBuffer.wrap(new byte[257])).encodedRequest();
        assertThatThrownBy(() -> StartupPacket.read(new ByteArrayInputStream(tooLong)))
                .isInstanceOf(RefusedConnectionException.class);
    }

    @Test
    void whatIsNoPacketIsRefusedWithTheStateOfAProtocolViolation() {
        byte[][] wrong = {
            ByteBuffer.allocate(8).putInt(7).putInt(0x30000).array(),
            ByteBuffer.allocate(8).putInt(10_001).putInt(0x30000).array(),
            ByteBuffer.allocate(8).putInt(-1).putInt(0x30000).array(),
            ByteBuffer.allocate(9).putInt(9).putInt(0x20000).put((byte) 0).array(),
            ByteBuffer.allocate(9).putInt(9).putInt(0x30000).put((byte) 0).array(), // no user
            ByteBuffer.allocate(10)
                    .putInt(10)
                    .putInt(0x30000)
                    .put((byte) 'u')
                    .put((byte) 'v')
                    .array(),
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        };
        for (byte[] packet : wrong) {
            assertThatThrownBy(() -> StartupPacket.read(new ByteArrayInputStream(packet)))
                    .isInstanceOfSatisfying(
                            RefusedConnectionException.class,
                            e -> assertThat(e.state().code()).isEqualTo("08P01"));
        }
    }

    @Test
    void noiseIsReadOrRefusedAndNothingElse() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[8 + random.nextInt(60)];
            random.nextBytes(noise);
            ByteBuffer.wrap(noise).putInt(random.nextInt(4) == 0 ? random.nextInt() : noise.length);
            if (random.nextBoolean()) {
                ByteBuffer.wrap(noise).putInt(4, 0x30000 + random.nextInt(3));
            }
            try {
                StartupPacket packet = StartupPacket.read(new ByteArrayInputStream(noise));
                assertThat(packet).as("seed %d", seed).isNotNull();
            } catch (RefusedConnectionException | EOFException expected) {
                assertThat(expected).as("seed %d", seed).isNotNull();
            }
        }
    }
}
