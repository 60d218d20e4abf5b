package dev.cambium.anonymizer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.plan.Planner;
import dev.cambium.anonymizer.rules.MaskingRules;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class RowMaskerTest {

    private static final TableId ID = new TableId("public", "people");

    private static RowMasker masker(Map<String, FunctionCall> calls, String... columns) {
        Table table =
                new Table(
                        ID,
                        java.util.Arrays.stream(columns)
                                .map(name -> new Column(name, ColumnType.text()))
                                .toList(),
                        List.of());
        Map<dev.cambium.anonymizer.column.ColumnId, FunctionCall> byId = new HashMap<>();
        calls.forEach((name, call) -> byId.put(ID.column(name), call));
        return new RowMasker(
                Planner.plan(
                                new DatabaseShape(List.of(table), List.of()),
                                MaskingRules.none("x").with(byId),
                                List.of())
                        .tables()
                        .getFirst(),
                new MaskingSecret(new byte[32]),
                0,
                SourceWatch.TAKEN_MAX,
                RowFormat.TEXT);
    }

    private static List<String> masked(RowMasker masker, List<String> rows) {
        CopyBuffer out = new CopyBuffer();
        for (String row : rows) {
            masker.mask((row + "\n").getBytes(StandardCharsets.UTF_8), out);
        }
        masker.finish(out);
        String text = new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1)).subList(0, rows.size());
    }

    @Test
    void whatIsKeptIsCopiedByteByByte() {
        String odd = "a\\tb\\\\N\t\\N\t\\n\u00fc\uD83D\uDE00";
        assertThat(masked(masker(Map.of(), "a", "b", "c"), List.of(odd, "\t\t")))
                .containsExactly(odd, "\t\t");
    }

    @Test
    void whatIsMaskedIsReadAndWrittenAsCopyDoes() {
        RowMasker masker =
                masker(
                        Map.of(
                                "a", FunctionCall.of(MaskFunction.REDACT),
                                "b", FunctionCall.of(MaskFunction.CONSTANT, "value", "x\ty\\")),
                        "a",
                        "b");
        assertThat(masked(masker, List.of("it\\tis\\\\\\n\tsecret", "\\N\t\\N")))
                .containsExactly("**\\t**\\\\\\n\tx\\ty\\\\", "\\N\t\\N");
        assertThat(masker.counts()[0].nulls()).isEqualTo(1);
        assertThat(masker.counts()[1].values()).isEqualTo(1);
    }

    @Test
    void shuffledValuesStayInTheColumnAndLeaveTheirRow() {
        RowMasker masker = masker(Map.of("b", FunctionCall.of(MaskFunction.SHUFFLE)), "a", "b");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < RowMasker.SHUFFLED_TOGETHER + 100; i++) {
            rows.add(i + "\tv" + i);
        }
        List<String> result = masked(masker, rows);
        assertThat(result)
                .extracting(row -> row.split("\t")[0])
                .containsExactlyElementsOf(rows.stream().map(row -> row.split("\t")[0]).toList());
        assertThat(result)
                .extracting(row -> row.split("\t")[1])
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(row -> row.split("\t")[1]).toList());
        assertThat(result).noneMatch(rows::contains);
    }

    @Test
    void templatesReadWhatOthersBecame() {
        RowMasker masker =
                masker(
                        Map.of(
                                "mail",
                                        FunctionCall.of(
                                                MaskFunction.TEMPLATE, "text", "{name}@x.test"),
                                "name", FunctionCall.of(MaskFunction.CONSTANT, "value", "nobody")),
                        "mail",
                        "name");
        assertThat(masked(masker, List.of("ada@y.test\tAda")))
                .containsExactly("nobody@x.test\tnobody");
    }

    @Test
    void valuesOfTheSourceAreKnownAgain() {
        RowMasker masker = masker(Map.of("a", FunctionCall.of(MaskFunction.EMAIL)), "a");
        assertThat(masked(masker, List.of("ada@corp.test"))).noneMatch(row -> row.contains("corp"));
        SourceWatch watch = masker.watches()[0];
        assertThat(watch).isNotNull();
        assertThat(watch.of("ada@corp.test")).isEqualTo(SourceWatch.Known.RARE);
        assertThat(watch.of("bob@corp.test")).isEqualTo(SourceWatch.Known.NO);
    }

    @Test
    void howOftenAValueOccursStays() {
        RowMasker masker = masker(Map.of("a", FunctionCall.of(MaskFunction.TEXT_CIPHER)), "a");
        List<String> result = masked(masker, List.of("red", "blue", "red", "\\N", "red"));
        assertThat(result.get(0))
                .isEqualTo(result.get(2))
                .isEqualTo(result.get(4))
                .isNotEqualTo("red");
        assertThat(result.get(3)).isEqualTo("\\N");
    }
}
