package dev.cambium.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.transfer.ScriptItem.MetaCommand;
import dev.cambium.engine.transfer.ScriptItem.SqlStatement;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

class SqlScriptTest {

    @Test
    void splitsAtSemicolonsAndKnowsTheLines() {
        assertThat(read("SELECT 1;\n\n  -- why\nSELECT\n 2 ; SELECT 3;"))
                .containsExactly("1: SELECT 1", "4: SELECT\n 2", "5: SELECT 3");
    }

    @Test
    void takesTheLastStatementWithoutSemicolonOrLineBreak() {
        assertThat(read("SELECT 1;\nSELECT 2")).containsExactly("1: SELECT 1", "2: SELECT 2");
    }

    @Test
    void findsNothingInCommentsAndEmptyStatements() {
        assertThat(read("")).isEmpty();
        assertThat(read(";; -- a; b\n/* c; */ ;")).isEmpty();
    }

    @Test
    void leavesSemicolonsInQuotesAlone() {
        assertThat(read("SELECT 'a;''b;', \"c;\"\"d;\"; SELECT 2"))
                .containsExactly("1: SELECT 'a;''b;', \"c;\"\"d;\"", "1: SELECT 2");
    }

    @Test
    void readsBackslashesInEscapeStringsOnly() {
        assertThat(read("SELECT E'a\\';b', 'c\\'; SELECT e'\\\\'; SELECT 3"))
                .containsExactly("1: SELECT E'a\\';b', 'c\\'", "1: SELECT e'\\\\'", "1: SELECT 3");
    }

    @Test
    void continuesAnEscapeStringOnTheNextLine() {
        assertThat(read("SELECT E'a' -- still;\n  '\\';b'; SELECT 2"))
                .containsExactly("1: SELECT E'a' -- still;\n  '\\';b'", "2: SELECT 2");
        assertThat(read("SELECT E'a', \n '\\'; SELECT 2"))
                .containsExactly("1: SELECT E'a', \n '\\'", "2: SELECT 2");
    }

    @Test
    void readsBackslashesInAllStringsWhenTheSessionSaysSo() throws IOException {
        SqlScript script = script("SELECT 'a\\';b'; SELECT 2", Integer.MAX_VALUE);
        script.standardConformingStrings(false);
        assertThat(script.next()).hasFieldOrPropertyWithValue("text", "SELECT 'a\\';b'");
        assertThat(script.next()).hasFieldOrPropertyWithValue("text", "SELECT 2");
    }

    @Test
    void endsADollarQuoteAtItsOwnTag() {
        assertThat(read("DO $a$ x; $$ y; $b$ z; $a$; SELECT $$;$$; SELECT 3"))
                .containsExactly("1: DO $a$ x; $$ y; $b$ z; $a$", "1: SELECT $$;$$", "1: SELECT 3");
        assertThat(read("DO $ä1$ ; $ä1$; SELECT 2"))
                .containsExactly("1: DO $ä1$ ; $ä1$", "1: SELECT 2");
    }

    @Test
    void findsTheClosingTagBehindALoneDollar() {
        assertThat(read("DO $a$ costs 5$$a$; SELECT 2"))
                .containsExactly("1: DO $a$ costs 5$$a$", "1: SELECT 2");
    }

    @Test
    void knowsDollarsThatQuoteNothing() {
        assertThat(read("SELECT a$b$c; SELECT $1; SELECT 2"))
                .containsExactly("1: SELECT a$b$c", "1: SELECT $1", "1: SELECT 2");
    }

    @Test
    void nestsComments() {
        assertThat(read("/* a /* b; */ c; */ SELECT /* d /* ; */ */ 1; SELECT 2"))
                .containsExactly("1: SELECT /* d /* ; */ */ 1", "1: SELECT 2");
    }

    @Test
    void leavesQuotesInCommentsAlone() {
        assertThat(read("-- it's\nSELECT 1 -- don't;\n; /* \"'$$ */ SELECT 2;"))
                .containsExactly("2: SELECT 1 -- don't;", "3: SELECT 2");
    }

    @Test
    void leavesCommentsInQuotesAlone() {
        assertThat(read("SELECT '--', '/*'; SELECT 2"))
                .containsExactly("1: SELECT '--', '/*'", "1: SELECT 2");
    }

    @Test
    void keepsTheCommandsOfARuleTogether() {
        assertThat(
                        read(
                                "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); SELECT 1); SELECT 2"))
                .hasSize(2);
    }

    @Test
    void keepsTheBodyOfAnSqlFunctionTogether() {
        String function =
                "CREATE OR REPLACE FUNCTION f() RETURNS int\n BEGIN ATOMIC\n"
                        + "  SELECT CASE WHEN true THEN 1 END;\n SELECT 2;\n END";
        assertThat(read(function + ";\nSELECT 3;"))
                .containsExactly("1: " + function, "6: SELECT 3");
        assertThat(read("CREATE PROCEDURE p() BEGIN ATOMIC DELETE FROM t; END; SELECT 2"))
                .hasSize(2);
    }

    @Test
    void endsATransactionBlockAtEachSemicolon() {
        assertThat(read("BEGIN; SELECT 1; END;"))
                .containsExactly("1: BEGIN", "1: SELECT 1", "1: END");
    }

    @Test
    void readsWindowsLineBreaks() {
        assertThat(read("SELECT 1;\r\nCOPY t FROM stdin;\r\n1\ta\r\n\\.\r\nSELECT 2;\r\n"))
                .containsExactly(
                        "1: SELECT 1", "2: COPY t FROM stdin", "rows: 1\ta\r\n", "5: SELECT 2");
    }

    @Test
    void handsOnTheRowsOfACopy() {
        assertThat(read("COPY t (a, b) FROM stdin;\n1\tx\\\\.\n\\.x\n\\\\.\n\\.\nSELECT 1;"))
                .containsExactly(
                        "1: COPY t (a, b) FROM stdin",
                        "rows: 1\tx\\\\.\n\\.x\n\\\\.\n",
                        "6: SELECT 1");
    }

    @Test
    void readsAnEmptyCopy() {
        assertThat(read("COPY t FROM STDIN WITH (FORMAT csv); -- none\n\\.\nSELECT 1;"))
                .containsExactly("1: COPY t FROM STDIN WITH (FORMAT csv)", "rows: ", "3: SELECT 1");
    }

    @Test
    void readsAnEndMarkerOnALastLineWithoutLineBreak() {
        assertThat(read("COPY t FROM stdin;\n1\n\\."))
                .containsExactly("1: COPY t FROM stdin", "rows: 1\n");
    }

    @Test
    void seesNoCopyWhereThereIsNone() {
        assertThat(read("DO $$ COPY t FROM stdin; $$;\nSELECT 'COPY t FROM stdin;';\n")).hasSize(2);
        assertThat(read("COPY (SELECT 1 FROM stdin) TO '/x';\nCOPY t FROM '/x';\nSELECT 1"))
                .hasSize(3);
    }

    @Test
    void refusesRowsThatEndWithoutMarker() {
        assertThatThrownBy(() -> read("SELECT 1;\nCOPY t FROM stdin;\n1\n2\n"))
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("dump.sql, line 5")
                .hasMessageContaining("COPY at line 2")
                .hasMessageContaining("cut off");
    }

    @Test
    void refusesAnEndInsideAQuote() {
        for (String open : List.of("'a", "E'a\\'", "\"a", "$x$ a $y$", "/* /* */")) {
            assertThatThrownBy(() -> read("SELECT 1;\nSELECT 2, " + open + "\n;"))
                    .as(open)
                    .isInstanceOf(ImportFailure.class)
                    .hasMessageContaining("line 2");
        }
    }

    @Test
    void findsMetaCommands() {
        assertThat(
                        read(
                                "\\c chinook;\n\\set ON_ERROR_STOP on\nSELECT 1;\n\\restrict k3y\r\n\\! ls"))
                .containsExactly(
                        "1: \\c [chinook;]",
                        "2: \\set [ON_ERROR_STOP on]",
                        "3: SELECT 1",
                        "4: \\restrict [k3y]",
                        "5: \\! [ls]");
    }

    @Test
    void endsAStatementAtTheGoCommand() {
        assertThat(read("SELECT 1 \\g\nSELECT 2;")).containsExactly("1: SELECT 1", "2: SELECT 2");
        assertThatThrownBy(() -> read("SELECT 1 \\g out.txt\n"))
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void refusesACommandInsideAStatement() {
        assertThatThrownBy(() -> read("SELECT 1\n\\c x\n"))
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("\\c")
                .hasMessageContaining("line 1");
    }

    @Test
    void joinsStatementsAtAProtectedSemicolon() {
        assertThat(read("SELECT 1\\; SELECT 2; SELECT 3"))
                .containsExactly("1: SELECT 1; SELECT 2", "1: SELECT 3");
    }

    @Test
    void refusesAStatementLargerThanTheLimit() {
        String large = "SELECT '" + "x".repeat(ScriptBuffer.INITIAL_BYTES * 2) + "'";
        ScriptBuffer buffer =
                new ScriptBuffer(stream(large, 4096), "dump.sql", ScriptBuffer.INITIAL_BYTES);
        assertThatThrownBy(() -> new SqlScript(buffer, "dump.sql").next())
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("larger than 1 MiB");
        assertThat(read(large)).hasSize(1);
    }

    @Test
    void refusesBytesThatAreNotText() {
        assertThatThrownBy(() -> read("SELECT 1;\n\0"))
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("line 2");
        InputStream latin1 =
                new ByteArrayInputStream("SELECT 'ä';".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new SqlScript(latin1, "dump.sql").next())
                .isInstanceOf(ImportFailure.class)
                .hasMessageContaining("client_encoding");
    }

    @Test
    void remembersWhetherADumpWasClosed() throws IOException {
        String title = "--\n-- PostgreSQL database dump\n--\n\n";
        String end = "--\n-- PostgreSQL database dump complete\n--\n";
        SqlScript whole = script(title + end, 3);
        assertThat(whole.next()).isNull();
        assertThat(whole.isInsideDump()).isFalse();
        SqlScript cut = script(title, 3);
        assertThat(cut.next()).isNull();
        assertThat(cut.isInsideDump()).isTrue();
    }

    /** The same whatever the pieces in which the bytes come. */
    private static List<String> read(String text) {
        List<String> whole = items(text, Integer.MAX_VALUE);
        if (text.length() < 10_000) {
            for (int pieceBytes : new int[] {1, 2, 3, 5, 7}) {
                assertThat(items(text, pieceBytes)).isEqualTo(whole);
            }
        }
        return whole;
    }

    private static List<String> items(String text, int pieceBytes) {
        List<String> items = new ArrayList<>();
        SqlScript script = script(text, pieceBytes);
        try {
            for (ScriptItem item = script.next(); item != null; item = script.next()) {
                switch (item) {
                    case SqlStatement statement -> {
                        items.add(statement.line() + ": " + statement.text());
                        if (statement.copiesFromScript()) {
                            ByteArrayOutputStream rows = new ByteArrayOutputStream();
                            script.copyRows(rows::write);
                            items.add("rows: " + rows.toString(StandardCharsets.UTF_8));
                        }
                    }
                    case MetaCommand command ->
                            items.add(
                                    "%d: \\%s [%s]"
                                            .formatted(
                                                    command.line(),
                                                    command.name(),
                                                    command.arguments()));
                }
            }
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
        return items;
    }

    private static SqlScript script(String text, int pieceBytes) {
        return new SqlScript(stream(text, pieceBytes), "dump.sql");
    }

    private static InputStream stream(String text, int pieceBytes) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, pieceBytes));
            }
        };
    }
}
