package dev.cambium.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class RecognizerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4111 1111 1111 1111",
                "5500-0000-0000-0004",
                "2223003122003222",
                "378282246310005",
                "30569309025904",
                "6011111111111117",
                "3530111333300000",
                " 4222222222222 "
            })
    void recognizesCardNumbersOfEveryNetwork(String value) {
        assertThat(Recognizer.CARD_NUMBER.recognizes(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "1234567812345670",
                "0000000000000000",
                "411111111111111",
                "41111111111111111111",
                "4111.1111.1111.1111",
                "x4111111111111111"
            })
    void refusesNumbersThatAreNoCards(String value) {
        assertThat(Recognizer.CARD_NUMBER.recognizes(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE89370400440532013000",
                "DE89 3704 0044 0532 0130 00",
                "GB82WEST12345698765432",
                "FR1420041010050500013M02606",
                "NO9386011117947",
                "MT84MALT011000012345MTLCAST001S"
            })
    void recognizesIbans(String value) {
        assertThat(Recognizer.IBAN.recognizes(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE89370400440532013001",
                "DE8937040044053201300",
                "ZZ89370400440532013000",
                "DE00000000000000000000"
            })
    void refusesIbansWithAWrongCountryLengthOrChecksum(String value) {
        assertThat(Recognizer.IBAN.recognizes(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.de",
                "first.last+tag@sub.example.co.uk",
                "o'brien@example.com",
                "jürgen@müller.example"
            })
    void recognizesEmailAddresses(String value) {
        assertThat(Recognizer.EMAIL_ADDRESS.recognizes(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "@example.com",
                "a..b@example.com",
                "a@-x.com",
                "a b@c.de",
                "a@b.1",
                "a@@b.de"
            })
    void refusesWhatIsNoEmailAddress(String value) {
        assertThat(Recognizer.EMAIL_ADDRESS.recognizes(value)).isFalse();
    }

    @Test
    void knowsInternetAddresses() {
        assertThat(List.of("192.0.2.1", "0.0.0.0", "255.255.255.255"))
                .allMatch(Recognizer.IPV4_ADDRESS::recognizes);
        assertThat(List.of("256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4"))
                .noneMatch(Recognizer.IPV4_ADDRESS::recognizes);
        assertThat(List.of("2001:db8::1", "::1", "fe80::", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1"))
                .allMatch(Recognizer.IPV6_ADDRESS::recognizes);
        assertThat(
                        List.of(
                                "::",
                                "12:34:56",
                                "1::2::3",
                                "1:2:3:4:5:6:7:8:9",
                                "12345::1",
                                "1:2:3:4:5:6:7",
                                ":1:2:3:4:5:6:7",
                                "1:2:3:4:5:6:7::8"))
                .noneMatch(Recognizer.IPV6_ADDRESS::recognizes);
    }

    @Test
    void knowsHardwareAddresses() {
        assertThat(List.of("00:1a:2B:3c:4d:5e", "00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e"))
                .allMatch(Recognizer.MAC_ADDRESS::recognizes);
        assertThat(List.of("00:1a:2b:3c:4d", "00:1a-2b:3c:4d:5e", "00:1a:2b:3c:4d:5g"))
                .noneMatch(Recognizer.MAC_ADDRESS::recognizes);
    }

    @Test
    void findsThemInTheMiddleOfAText() {
        String text =
                "Pay 4111 1111 1111 1111 123 or DE89 3704 0044 0532 0130 00 BIC COBADEFF, write to"
                        + " <anna@example.com>. From 192.0.2.7, fe80::1.";
        assertThat(found(Recognizer.CARD_NUMBER, text)).containsExactly("4111 1111 1111 1111");
        assertThat(found(Recognizer.IBAN, text)).containsExactly("DE89 3704 0044 0532 0130 00");
        assertThat(found(Recognizer.EMAIL_ADDRESS, text)).containsExactly("anna@example.com");
        assertThat(found(Recognizer.IPV4_ADDRESS, text)).containsExactly("192.0.2.7");
        assertThat(found(Recognizer.IPV6_ADDRESS, text)).containsExactly("fe80::1");
        assertThat(found(Recognizer.MAC_ADDRESS, text)).isEmpty();
    }

    @Test
    void findsAllOfThem() {
        assertThat(found(Recognizer.EMAIL_ADDRESS, "a@b.de, c@d.org;e@f.com"))
                .containsExactly("a@b.de", "c@d.org", "e@f.com");
        assertThat(found(Recognizer.CARD_NUMBER, "12 4111 1111 1111 1111, 0 378282246310005 0"))
                .containsExactly("4111 1111 1111 1111", "378282246310005");
        assertThat(found(Recognizer.IPV4_ADDRESS, "192.0.2.1 192.0.2.300 192.0.2.2."))
                .containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    @Timeout(60)
    void isNotHeldUpByLongTexts() {
        for (String part : List.of("1", "1 ", "a.", "a@a.", "DE89", "::", "1.", "ab:", "-", "a@")) {
            String text = part.repeat(200_000 / part.length());
            for (Recognizer recognizer : Recognizer.ALL) {
                recognizer.findIn(text);
            }
        }
    }

    private static List<String> found(Recognizer recognizer, String text) {
        return recognizer.findIn(text).stream().map(finding -> finding.in(text)).toList();
    }
}
