package dev.cambium.anonymizer.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class MaskingSecretTest {

    private static final MaskingSecret SECRET = new MaskingSecret(new byte[MaskingSecret.BYTES]);

    @Test
    void derivesTheSameFromTheSame() {
        assertThat(SECRET.derive("email", "a@b.example"))
                .hasSize(32)
                .isEqualTo(SECRET.derive("email", "a@b.example"));
    }

    @Test
    void keepsSecretsPurposesAndValuesApart() {
        byte[] other = new byte[MaskingSecret.BYTES];
        other[31] = 1;
        byte[] derived = SECRET.derive("email", "x");
        assertThat(new MaskingSecret(other).derive("email", "x")).isNotEqualTo(derived);
        assertThat(SECRET.derive("phone", "x")).isNotEqualTo(derived);
        assertThat(SECRET.derive("emai", "lx")).isNotEqualTo(derived);
    }

    @Test
    void choosesEachAboutEquallyOften() {
        List<String> choices = List.of("a", "b", "c");
        int[] counts = new int[3];
        for (int i = 0; i < 3_000; i++) {
            counts[choices.indexOf(SECRET.choose("name", "customer " + i, choices))]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(850, 1150);
        }
    }

    @Test
    void givesEachPurposeACipherOfItsOwn() {
        int[] plain = Alphabet.DIGITS.toNumbers("1234567");
        byte[] noTweak = {};
        assertThat(SECRET.cipher("phone", 10).encrypt(plain, noTweak))
                .isEqualTo(SECRET.cipher("phone", 10).encrypt(plain, noTweak))
                .isNotEqualTo(SECRET.cipher("card", 10).encrypt(plain, noTweak));
    }

    @Test
    void tellsNothingAndTakesNoShortSecret() {
        assertThat(SECRET.toString()).isEqualTo("MaskingSecret");
        assertThatThrownBy(() -> new MaskingSecret(new byte[16]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
