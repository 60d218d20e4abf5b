package dev.cambium.anonymizer.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;

class Ff1Test {

    private static final byte[] KEY = HexFormat.of().parseHex("2B7E151628AED2A6ABF7158809CF4F3C");
    private static final byte[] NO_TWEAK = {};

    /** The samples that NIST published with SP 800-38G (FF1samples.pdf). */
    @ParameterizedTest
    @CsvSource({
        "2B7E151628AED2A6ABF7158809CF4F3C, '', 0123456789, 2433477484",
        "2B7E151628AED2A6ABF7158809CF4F3C, 39383736353433323130, 0123456789, 6124200773",
        "2B7E151628AED2A6ABF7158809CF4F3C, 3737373770717273373737, 0123456789abcdefghi,"
                + " a9tv40mll9kdu509eum",
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F, '', 0123456789, 2830668132",
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F, 39383736353433323130, 0123456789,"
                + " 2496655549",
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F, 3737373770717273373737,"
                + " 0123456789abcdefghi, xbj3kv35jrawxv32ysr",
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94, '', 0123456789,"
                + " 6657667009",
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94,"
                + " 39383736353433323130, 0123456789, 1001623463",
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94,"
                + " 3737373770717273373737, 0123456789abcdefghi, xs8a0azh2avyalyzuwd"
    })
    void givesThePublishedSamples(String key, String tweak, String plain, String encrypted) {
        boolean digitsOnly = plain.length() == 10;
        Alphabet alphabet = digitsOnly ? Alphabet.DIGITS : Alphabet.LOWER_CASE_AND_DIGITS;
        for (boolean useLongs : new boolean[] {true, false}) {
            Ff1 cipher = new Ff1(HexFormat.of().parseHex(key), alphabet.size(), useLongs);
            byte[] tweakBytes = HexFormat.of().parseHex(tweak);
            int[] result = cipher.encrypt(alphabet.toNumbers(plain), tweakBytes);
            assertThat(alphabet.toText(result)).isEqualTo(encrypted);
            assertThat(alphabet.toText(cipher.decrypt(result, tweakBytes))).isEqualTo(plain);
        }
    }

    @Test
    void calculatesTheSameWithLongsAndWithBigNumbers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int radix =
                    random.nextInt(4) == 0 ? 2 + random.nextInt(65_535) : 2 + random.nextInt(62);
            int length = Ff1.lengthMin(radix) + random.nextInt(30);
            int[] plain = random.ints(length, 0, radix).toArray();
            byte[] tweak = new byte[random.nextInt(40)];
            random.nextBytes(tweak);
            Ff1 longs = new Ff1(KEY, radix, true);
            int[] encrypted = longs.encrypt(plain, tweak);
            assertThat(new Ff1(KEY, radix, false).encrypt(plain, tweak))
                    .as("seed %d, radix %d, length %d", seed, radix, length)
                    .isEqualTo(encrypted);
            assertThat(longs.decrypt(encrypted, tweak)).as("seed %d", seed).isEqualTo(plain);
        }
    }

    @Test
    void keepsAMillionValuesApart() {
        Ff1 cipher = new Ff1(KEY, 10);
        BitSet seen = new BitSet(1_000_000);
        int[] digits = new int[6];
        for (int value = 0; value < 1_000_000; value += 7) {
            int rest = value;
            for (int i = 5; i >= 0; i--) {
                digits[i] = rest % 10;
                rest /= 10;
            }
            int masked = 0;
            for (int digit : cipher.encrypt(digits, NO_TWEAK)) {
                masked = masked * 10 + digit;
            }
            assertThat(seen.get(masked)).isFalse();
            seen.set(masked);
        }
    }

    @Test
    void refusesDomainsThatCouldBeSearched() {
        assertThat(Ff1.lengthMin(10)).isEqualTo(6);
        assertThat(Ff1.lengthMin(2)).isEqualTo(20);
        assertThat(Ff1.lengthMin(36)).isEqualTo(4);
        assertThat(Ff1.lengthMin(65_536)).isEqualTo(2);
        assertThatThrownBy(() -> new Ff1(KEY, 10).encrypt(new int[5], NO_TWEAK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 to");
    }

    @Test
    void refusesWhatIsNoNumeralKeyOrRadix() {
        assertThatThrownBy(() -> new Ff1(KEY, 10).encrypt(new int[] {1, 2, 3, 4, 5, 10}, NO_TWEAK))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ff1(KEY, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ff1(new byte[5], 10))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
