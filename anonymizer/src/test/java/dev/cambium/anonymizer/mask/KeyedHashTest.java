package dev.cambium.anonymizer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyedHashTest {

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private final KeyedHash hash = new KeyedHash(counting(16));

    /** From the reference implementation and appendix A of the paper. */
    @Test
    void hashesAsThePaperSays() {
        assertThat(hash.of(counting(0))).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(hash.of(counting(1))).isEqualTo(0x74f839c593dc67fdL);
        assertThat(hash.of(counting(8))).isEqualTo(0x93f5f5799a932462L);
        assertThat(hash.of(counting(15))).isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void anotherKeyGivesAnotherHash() {
        assertThat(new KeyedHash(new byte[16]).of("ada")).isNotEqualTo(hash.of("ada"));
    }
}
