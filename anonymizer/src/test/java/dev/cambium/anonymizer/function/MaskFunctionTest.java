package dev.cambium.anonymizer.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.detect.CardNumber;
import dev.cambium.anonymizer.detect.Iban;
import dev.cambium.anonymizer.detect.IpAddress;
import dev.cambium.anonymizer.mask.MaskingSecret;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;

/** What every function promises, and what each makes. */
class MaskFunctionTest {

    private static final MaskingSecret SECRET = new MaskingSecret(new byte[32]);
    private static final int MILLION = 1_000_000;

    private static final MaskedRow NO_ROW =
            new MaskedRow() {
                @Override
                public @Nullable String source(int column) {
                    return null;
                }

                @Override
                public @Nullable String masked(int column) {
                    return null;
                }
            };

    private static MaskContext context(FunctionCall call, ColumnType type) {
        Table table =
                new Table(
                        new TableId("public", "people"),
                        List.of(new Column("id", ColumnType.integer(8)), new Column("x", type)),
                        List.of());
        return new MaskContext(SECRET, table, type, call.checked());
    }

    private static Mask mask(FunctionCall call, ColumnType type) {
        return call.function().make(context(call, type));
    }

    private static @Nullable String masked(FunctionCall call, ColumnType type, String value) {
        return mask(call, type).of(value, NO_ROW);
    }

    private static @Nullable String masked(MaskFunction function, String value) {
        return masked(FunctionCall.of(function), typeFor(function), value);
    }

    private static ColumnType typeFor(MaskFunction function) {
        for (ColumnType type :
                List.of(
                        ColumnType.text(),
                        ColumnType.integer(4),
                        ColumnType.of(TypeFamily.DATE, "date"),
                        ColumnType.of(TypeFamily.JSON, "jsonb"),
                        new ColumnType(TypeFamily.ENUM, "mood", 0, 0, List.of("sad", "ok")))) {
            if (function.fits(type)) {
                return type;
            }
        }
        throw new AssertionError("no type for " + function);
    }

    private static FunctionCall call(MaskFunction function) {
        return switch (function) {
            case CONSTANT -> FunctionCall.of(function, "value", "x");
            case CHOICE -> FunctionCall.of(function, "values", "a|b|c");
            case TEMPLATE -> FunctionCall.of(function, "text", "p{id}");
            default -> FunctionCall.of(function);
        };
    }

    private static String sample(MaskFunction function, int i) {
        return switch (typeFor(function).family()) {
            case INTEGER -> Integer.toString(i);
            case DATE -> LocalDate.of(1970, 1, 1).plusDays(i).toString();
            case JSON -> "{\"name\": \"Ada %d\", \"n\": %d}".formatted(i, i);
            case ENUM -> i % 2 == 0 ? "sad" : "ok";
            default ->
                    switch (function) {
                        case CARD -> "4000%012d".formatted(i * 7919L);
                        case IBAN -> Iban.withCheckDigits("DE00%018d".formatted(i * 7919L));
                        case UUID_CIPHER -> new UUID(i, ~(long) i).toString();
                        case IP -> "10.%d.%d.%d".formatted(i >> 16 & 255, i >> 8 & 255, i & 255);
                        case PHONE -> "+49 30 %07d".formatted(i);
                        case URL -> "https://shop.test/u/%d?ref=ab%d".formatted(i, i);
                        default -> "Person%d.x@mail-%d.test".formatted(i, i % 97);
                    };
        };
    }

    @ParameterizedTest
    @EnumSource(MaskFunction.class)
    void theSameValueBecomesTheSame(MaskFunction function) {
        Mask one = mask(call(function), typeFor(function));
        Mask other = mask(call(function), typeFor(function));
        for (int i = 0; i < 200; i++) {
            String value = sample(function, i);
            assertThat(one.of(value, NO_ROW)).isEqualTo(other.of(value, NO_ROW));
        }
    }

    @ParameterizedTest
    @EnumSource(MaskFunction.class)
    void whatIsPromisedToStayUniqueDoes(MaskFunction function) {
        boolean promised = function.guarantees().unique() && function != MaskFunction.SHUFFLE;
        if (promised) {
            requireUnique(function, 30_000, i -> sample(function, i));
        } else {
            assertThat(function.guarantees().reversible()).isFalse();
        }
    }

    @Test
    void aMillionStayAMillion() {
        requireUnique(MaskFunction.EMAIL, MILLION, i -> "u" + i + "@corp.test");
        requireUnique(MaskFunction.USERNAME, MILLION, i -> "u" + i);
        requireUnique(MaskFunction.NUMBER, MILLION, Integer::toString);
        requireUnique(MaskFunction.HASH, MILLION, Integer::toString);
        requireUnique(MaskFunction.PHONE, MILLION, "+1555%07d"::formatted);
    }

    private static void requireUnique(MaskFunction function, int count, IntFunction<String> value) {
        Mask mask = mask(call(function), typeFor(function));
        Set<String> before = new HashSet<>();
        Set<String> after = new HashSet<>();
        for (int i = 0; i < count; i++) {
            before.add(value.apply(i));
            after.add(mask.of(value.apply(i), NO_ROW));
        }
        assertThat(after).as(function.key()).hasSameSizeAs(before);
    }

    @ParameterizedTest
    @EnumSource(MaskFunction.class)
    void whatIsPromisedToKeepItsLengthDoes(MaskFunction function) {
        if (function.guarantees().lengthKept()) {
            for (int i = 0; i < 200; i++) {
                String value = sample(function, i);
                assertThat(masked(call(function), typeFor(function), value))
                        .as(function.key())
                        .hasSameSizeAs(value);
            }
        } else {
            assertThat(function.summary()).isNotBlank();
        }
    }

    @Test
    void aShortColumnGetsShortValues() {
        for (MaskFunction function : MaskFunction.values()) {
            if (!function.fits(ColumnType.text(30)) || function == MaskFunction.URL) {
                continue;
            }
            String safe = masked(call(function), ColumnType.text(30), "Ada.Lovelace@mail.test");
            assertThat(safe == null ? "" : safe).as(function.key()).hasSizeLessThanOrEqualTo(30);
        }
        assertThatThrownBy(() -> masked(call(MaskFunction.EMAIL), ColumnType.text(20), "a@b.test"))
                .isInstanceOf(InvalidRuleException.class)
                .hasMessageContaining("27 characters");
    }

    @Test
    void cardsAndAccountsStayValid() {
        String card = masked(MaskFunction.CARD, "4111 1111 1111 1111");
        assertThat(card)
                .matches("4\\d{3} \\d{4} \\d{4} \\d{4}")
                .isNotEqualTo("4111 1111 1111 1111");
        assertThat(CardNumber.isValid(String.valueOf(card))).isTrue();
        String iban = masked(MaskFunction.IBAN, "DE89 3704 0044 0532 0130 00");
        assertThat(Iban.isValid(String.valueOf(iban))).as(iban).isTrue();
        assertThat(iban).startsWith("DE").doesNotContain("3704 0044");
        assertThat(IpAddress.isVersion4(String.valueOf(masked(MaskFunction.IP, "192.0.2.7"))))
                .isTrue();
        assertThat(IpAddress.isVersion6(String.valueOf(masked(MaskFunction.IP, "2001:db8::7"))))
                .isTrue();
    }

    @Test
    void numbersStayWithinTheirType() {
        ColumnType small = ColumnType.integer(2);
        Set<String> seen = new HashSet<>();
        for (int i = Short.MIN_VALUE; i <= Short.MAX_VALUE; i++) {
            String safe = masked(FunctionCall.of(MaskFunction.NUMBER), small, Integer.toString(i));
            assertThat(Short.parseShort(String.valueOf(safe))).isNotNull();
            seen.add(safe);
        }
        assertThat(seen).hasSize(1 << 16);
        assertThat(masked(FunctionCall.of(MaskFunction.NUMBER), ColumnType.integer(8), "4711"))
                .hasSize(4);
        assertThat(
                        masked(
                                FunctionCall.of(MaskFunction.NUMBER),
                                ColumnType.integer(8),
                                Long.toString(Long.MAX_VALUE)))
                .hasSize(19);
    }

    @Test
    void datesMoveTogether() {
        FunctionCall shift =
                new FunctionCall(MaskFunction.DATE_SHIFT, Map.of("days", "30", "entity", "id"));
        Mask mask = mask(shift, ColumnType.of(TypeFamily.TIMESTAMP, "timestamptz"));
        MaskedRow seven =
                new MaskedRow() {
                    @Override
                    public String source(int column) {
                        return "7";
                    }

                    @Override
                    public String masked(int column) {
                        return "7";
                    }
                };
        String one = String.valueOf(mask.of("2024-02-28 10:00:00+00", seven));
        String other = String.valueOf(mask.of("2024-03-02 23:59:59.5+00", seven));
        assertThat(one).endsWith(" 10:00:00+00").isNotEqualTo("2024-02-28 10:00:00+00");
        LocalDate first = LocalDate.parse(one.substring(0, 10));
        LocalDate second = LocalDate.parse(other.substring(0, 10));
        assertThat(second.toEpochDay() - first.toEpochDay()).isEqualTo(3);
        assertThat(mask.of("infinity", seven)).isEqualTo("infinity");
        assertThat(mask.of("0044-03-15 BC", seven)).isNull();
    }

    @Test
    void bucketsAndNoiseStayNear() {
        ColumnType numeric = ColumnType.of(TypeFamily.DECIMAL, "numeric(10,2)");
        assertThat(masked(FunctionCall.of(MaskFunction.BUCKET, "step", "100"), numeric, "1234.56"))
                .isEqualTo("1200.00");
        assertThat(masked(FunctionCall.of(MaskFunction.BUCKET, "step", "100"), numeric, "-1.00"))
                .isEqualTo("-100.00");
        String noisy =
                masked(FunctionCall.of(MaskFunction.NOISE, "ratio", "0.1"), numeric, "1000.00");
        assertThat(Double.parseDouble(String.valueOf(noisy)))
                .isBetween(900.0, 1100.0)
                .isNotEqualTo(1000.0);
        ColumnType date = ColumnType.of(TypeFamily.DATE, "date");
        assertThat(
                        masked(
                                FunctionCall.of(MaskFunction.DATE_BUCKET, "unit", "month"),
                                date,
                                "1984-07-23"))
                .isEqualTo("1984-07-01");
    }

    @Test
    void textsAreScrubbedOfWhatIsFoundInThem() {
        String text =
                "Please call Mrs. Johnson on +49 30 901820 or write to ada@corp.test, card 4111 1111 1111 1111.";
        String safe = masked(MaskFunction.SCRUB, text);
        assertThat(safe)
                .startsWith("Please call Mrs. ")
                .contains("on +49 ", " or write to ", "@example.")
                .doesNotContain("Johnson", "901820", "ada@corp", "4111 1111 1111 1111");
        assertThat(safe).contains(String.valueOf(masked(MaskFunction.EMAIL, "ada@corp.test")));
    }

    @Test
    void documentsAreMaskedByPath() {
        FunctionCall call =
                new FunctionCall(
                        MaskFunction.JSON_PATHS,
                        Map.of("$.contact.email", "email", "$.tags[*].name", "last_name"));
        String safe =
                masked(
                        call,
                        ColumnType.of(TypeFamily.JSON, "jsonb"),
                        """
                        {"contact": {"email": "ada@corp.test", "age": 36}, "tags": [{"name": "King"}],
                         "note": "write to bob@corp.test", "price": 1.10, "none": null}
                        """);
        assertThat(safe)
                .contains("\"age\":36", "\"price\":1.10", "\"none\":null", "@example.")
                .doesNotContain("corp.test", "King");
        assertThat(masked(call, ColumnType.of(TypeFamily.JSON, "jsonb"), "{broken")).isNull();
    }

    @Test
    void wrongArgumentsAreRefusedWithWhatWouldBeRight() {
        assertThatThrownBy(() -> FunctionCall.of(MaskFunction.EMAIL, "ratio", "1"))
                .hasMessageContaining("takes no arguments");
        assertThatThrownBy(
                        () ->
                                masked(
                                        FunctionCall.of(MaskFunction.NOISE, "ratio", "7"),
                                        typeFor(MaskFunction.NOISE),
                                        "1"))
                .hasMessageContaining("at most 1");
        assertThatThrownBy(
                        () ->
                                masked(
                                        FunctionCall.of(MaskFunction.CONSTANT),
                                        ColumnType.text(),
                                        "1"))
                .hasMessageContaining("needs 'value'");
        assertThatThrownBy(() -> MaskFunction.named("emial")).hasMessageContaining("email, enum");
    }
}
