package dev.cambium.anonymizer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

class FormatCipherTest {

    private final FormatCipher cipher = new FormatCipher(new MaskingSecret(new byte[32]), "test");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "7",
                "Ada Lovelace",
                "+49 (30) 901820",
                "Müller-Lüdenscheidt 12b",
                "Ωμέγα",
                "Привет, мир 2026",
                "東京都千代田区",
                "서울",
                "\uD83D\uDE00 x1",
                "--"
            })
    void keepsTheFormatAndTheWayBack(String text) {
        String masked = cipher.encrypt(text);
        assertThat(masked).hasSameSizeAs(text);
        for (int i = 0; i < text.length(); i++) {
            assertThat(CharacterClasses.of(masked.charAt(i)))
                    .isEqualTo(CharacterClasses.of(text.charAt(i)));
        }
        assertThat(cipher.decrypt(masked)).isEqualTo(text);
    }

    @Test
    void anyTextHasAWayBack() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        String characters = "abcXYZ019 -._äÖλЖ東";
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(120);
            for (int j = 0; j < length; j++) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            String masked = cipher.encrypt(text.toString());
            assertThat(cipher.decrypt(masked)).as("seed %d", seed).isEqualTo(text.toString());
        }
    }

    @Test
    void whatIsKeptInFrontIsKept() {
        String masked = cipher.encrypt("+49 30 901820", 3, true);
        assertThat(masked).startsWith("+49 ").matches("\\+49 \\d\\d \\d{6}");
        assertThat(cipher.decrypt(masked, 3, true)).isEqualTo("+49 30 901820");
    }

    @Test
    void allShortTextsOfOneFormatStayDifferent() {
        Set<String> masked = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            masked.add(cipher.encrypt("x%04d".formatted(i)));
        }
        assertThat(masked).hasSize(10_000);
    }
}
