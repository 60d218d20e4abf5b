package dev.cambium.anonymizer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.plan.Planner;
import dev.cambium.anonymizer.plan.TablePlan;
import dev.cambium.anonymizer.rules.MaskingRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The expected bytes are written here by hand, as the documentation of COPY has them. */
class BinaryRowsTest {

    private static final TableId ID = new TableId("public", "people");
    private static final Column ID_COLUMN = new Column("id", ColumnType.integer(8));
    private static final Column NAME = new Column("name", ColumnType.text());
    private static final Column BORN = new Column("born", ColumnType.of(TypeFamily.DATE, "date"));
    private static final Column AT =
            new Column("at", ColumnType.of(TypeFamily.TIMESTAMP, "timestamp"));

    private static TablePlan plan(Map<String, FunctionCall> calls, Column... columns) {
        Table table = new Table(ID, List.of(columns), List.of());
        Map<ColumnId, FunctionCall> byId = new HashMap<>();
        calls.forEach((name, call) -> byId.put(ID.column(name), call));
        return Planner.plan(
                        new DatabaseShape(List.of(table), List.of()),
                        MaskingRules.none("x").with(byId),
                        List.of())
                .tables()
                .getFirst();
    }

    private static RowMasker masker(TablePlan plan) {
        return masker(plan, RowFormat.BINARY);
    }

    private static RowMasker masker(TablePlan plan, RowFormat format) {
        return new RowMasker(plan, new MaskingSecret(new byte[32]), 0, 0, format);
    }

    /** What a table with these messages of the server becomes. */
    private static byte[] masked(RowMasker masker, byte[]... messages) {
        CopyBuffer out = new CopyBuffer();
        masker.begin(out);
        for (byte[] message : messages) {
            masker.mask(message, out);
        }
        masker.finish(out);
        masker.end(out);
        return written(out);
    }

    private static byte[] copied(RowMasker masker, byte[]... messages) {
        CopyBuffer out = new CopyBuffer();
        masker.begin(out);
        for (byte[] message : messages) {
            masker.copy(message, out);
        }
        masker.finish(out);
        masker.end(out);
        return written(out);
    }

    /** What a server sends. */
    private static final class Stream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Stream header() throws IOException {
            out.write("PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
            out.writeLong(0);
            return this;
        }

        Stream row(int columns) throws IOException {
            out.writeShort(columns);
            return this;
        }

        Stream text(String value) throws IOException {
            byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
            out.writeInt(encoded.length);
            out.write(encoded);
            return this;
        }

        Stream int64(long value) throws IOException {
            out.writeInt(8);
            out.writeLong(value);
            return this;
        }

        Stream int32(int value) throws IOException {
            out.writeInt(4);
            out.writeInt(value);
            return this;
        }

        Stream nothing() throws IOException {
            out.writeInt(-1);
            return this;
        }

        byte[] end() throws IOException {
            out.writeShort(-1);
            return bytes();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    private static byte[] written(CopyBuffer out) {
        return Arrays.copyOf(out.bytes(), out.size());
    }

    @Test
    void headerRowsAndEndComeAsTheServerSendsThemAndGoAsItWantsThem() throws IOException {
        RowMasker masker =
                masker(
                        plan(
                                Map.of(
                                        "name",
                                        FunctionCall.of(MaskFunction.CONSTANT, "value", "ü\t\\")),
                                ID_COLUMN,
                                NAME));
        assertThat(
                        masked(
                                masker,
                                new Stream().header().row(2).int64(7).text("Ada").bytes(),
                                new Stream().row(2).int64(8).nothing().bytes(),
                                new Stream().end()))
                .isEqualTo(
                        new Stream()
                                .header()
                                .row(2)
                                .int64(7)
                                .text("ü\t\\")
                                .row(2)
                                .int64(8)
                                .nothing()
                                .end());
        assertThat(masker.rows()).isEqualTo(2);
        assertThat(masker.counts()[1].nulls()).isEqualTo(1);
    }

    @Test
    void aTableInWhichNothingIsMaskedGoesThroughAsItIs() throws IOException {
        RowMasker masker = masker(plan(Map.of(), NAME));
        assertThat(
                        copied(
                                masker,
                                new Stream().header().row(1).text("kept").bytes(),
                                new Stream().end()))
                .isEqualTo(new Stream().header().row(1).text("kept").end());
        assertThat(masker.rows()).isEqualTo(1);
    }

    @Test
    void anEmptyTableIsAHeaderAndAnEnd() throws IOException {
        RowMasker masker = masker(plan(Map.of(), NAME));
        assertThat(copied(masker, new Stream().header().end()))
                .isEqualTo(new Stream().header().end());
        assertThat(masker.rows()).isZero();
    }

    /** Units of one table share a COPY: its header and its end are those of the first and last. */
    @Test
    void whatStandsAroundAllRowsIsNotWrittenWithEachPart() throws IOException {
        TablePlan plan = plan(Map.of(), NAME);
        RowMasker first = masker(plan);
        RowMasker last = masker(plan);
        CopyBuffer out = new CopyBuffer();
        first.begin(out);
        first.copy(new Stream().header().row(1).text("a").bytes(), out);
        first.finish(out);
        last.copy(new Stream().header().row(1).text("b").bytes(), out);
        last.copy(new Stream().end(), out);
        last.finish(out);
        last.end(out);
        assertThat(written(out))
                .isEqualTo(new Stream().header().row(1).text("a").row(1).text("b").end());
    }

    @Test
    void shuffledValuesMoveWithTheirLength() throws IOException {
        RowMasker masker =
                masker(
                        plan(
                                Map.of("name", FunctionCall.of(MaskFunction.SHUFFLE)),
                                ID_COLUMN,
                                NAME));
        assertThat(
                        masked(
                                masker,
                                new Stream().header().row(2).int64(1).text("long name").bytes(),
                                new Stream().row(2).int64(2).nothing().bytes(),
                                new Stream().end()))
                .isEqualTo(
                        new Stream()
                                .header()
                                .row(2)
                                .int64(1)
                                .nothing()
                                .row(2)
                                .int64(2)
                                .text("long name")
                                .end());
    }

    /** So that joins hold between a table that goes in binary and one that does not. */
    @Test
    void aValueGetsTheSameMaskInBothFormats() throws IOException {
        TablePlan plan =
                plan(
                        Map.of(
                                "id", FunctionCall.of(MaskFunction.NUMBER),
                                "name", FunctionCall.of(MaskFunction.EMAIL),
                                "born", FunctionCall.of(MaskFunction.DATE_SHIFT)),
                        ID_COLUMN,
                        NAME,
                        BORN);
        RowMasker text = masker(plan, RowFormat.TEXT);
        byte[] line = "42\tadä@corp.test\t2001-03-04\n".getBytes(StandardCharsets.UTF_8);
        String[] masked =
                new String(masked(text, line), StandardCharsets.UTF_8).strip().split("\t");

        BinaryRows rows = new BinaryRows(plan.columns());
        byte[] all =
                masked(
                        masker(plan),
                        new Stream()
                                .header()
                                .row(3)
                                .int64(42)
                                .text("adä@corp.test")
                                .int32(428)
                                .bytes());
        byte[] row = rows.row(Arrays.copyOf(all, all.length - Short.BYTES));
        assertThat(row).isNotNull();
        rows.take(row);
        assertThat(List.of(rows.value(0), rows.value(1), rows.value(2))).containsExactly(masked);
        assertThat(masked[0]).isNotEqualTo("42");
        assertThat(masked[2]).isNotEqualTo("2001-03-04");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2000-01-01",
        "-1, 1999-12-31",
        "2147483647, infinity",
        "-2147483648, -infinity",
        "-730119, 0001-01-01",
        "-730120, 0001-12-31 BC",
        "-2451507, 4713-01-01 BC",
        "2921939, 9999-12-31",
        "2921940, 10000-01-01"
    })
    void aDateReadsAsPostgresWritesIt(int days, String text) throws IOException {
        byte[] value = new Stream().int32(days).bytes();
        assertThat(BinaryValue.DATE.read(value, Integer.BYTES, Integer.BYTES)).isEqualTo(text);
        if (!text.startsWith("10000")) { // no mask gives such a year back
            CopyBuffer out = new CopyBuffer();
            BinaryValue.DATE.write(out, text);
            assertThat(written(out)).isEqualTo(value);
        }
    }

    @Test
    void aMaskThatIsNoValueOfTheTypeStopsTheRunWithoutBeingTold() {
        assertThatThrownBy(() -> BinaryValue.SMALLINT.write(new CopyBuffer(), "70000"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("smallint")
                .hasMessageNotContaining("70000");
    }

    @Test
    void onlyRowsThatAreUnderstoodGoInBinary() {
        FunctionCall email = FunctionCall.of(MaskFunction.EMAIL);
        assertThat(RowFormat.of(plan(Map.of("name", email), ID_COLUMN, NAME, AT)))
                .isEqualTo(RowFormat.BINARY);
        Column citext = new Column("c", ColumnType.of(TypeFamily.TEXT, "citext"));
        Column array = new Column("a", ColumnType.of(TypeFamily.ARRAY, "text[]"));
        Column own = new Column("o", ColumnType.of(TypeFamily.DATE, "public.\"date\""));
        for (Column odd : List.of(citext, array, own)) {
            assertThat(RowFormat.of(plan(Map.of(), NAME, odd))).isEqualTo(RowFormat.TEXT);
        }
        assertThat(RowFormat.of(plan(Map.of("at", FunctionCall.of(MaskFunction.DATE_SHIFT)), AT)))
                .isEqualTo(RowFormat.TEXT);
        assertThat(
                        RowFormat.of(
                                plan(
                                        Map.of(
                                                "born",
                                                FunctionCall.of(
                                                        MaskFunction.CONSTANT, "value", "today")),
                                        BORN)))
                .isEqualTo(RowFormat.TEXT);
        FunctionCall template = FunctionCall.of(MaskFunction.TEMPLATE, "text", "{at}");
        assertThat(RowFormat.of(plan(Map.of("name", template), NAME, AT)))
                .isEqualTo(RowFormat.TEXT);
    }

    @Test
    void whatIsNotTheBinaryFormatIsRefused() {
        assertThatThrownBy(
                        () ->
                                new BinaryRows(List.of())
                                        .row("1\tAda\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("binary format");
    }
}
