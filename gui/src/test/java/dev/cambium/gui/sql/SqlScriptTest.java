package dev.cambium.gui.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class SqlScriptTest {

    private static List<String> texts(String sql) {
        return SqlScript.of(sql).statements().stream().map(SqlStatement::text).toList();
    }

    @Test
    void semicolonsPartStatementsAndEmptyOnesAreNone() {
        assertThat(texts("select 1;;\n ; select 2")).containsExactly("select 1", "select 2");
        assertThat(texts(" -- only a comment\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'a;b', E'\\';', \"x;y\"",
                "select $$ a; b $$, $tag$ ; $$ ; $tag$",
                "/* a; /* nested; */ b; */ select 1",
                "select 1 -- not; here\n + 2",
                "create function f() returns int begin atomic select 1; select case when true then 1 end; end"
            })
    void semicolonsWithinDoNot(String sql) {
        assertThat(texts(sql + ";select 2")).containsExactly(sql, "select 2");
    }

    @Test
    void aStatementKnowsWhereItBegins() {
        String sql = "select 1;\n\n  select 'two' ;";
        assertThat(SqlScript.of(sql).statements())
                .allSatisfy(
                        each ->
                                assertThat(sql.substring(each.start(), each.end()))
                                        .isEqualTo(each.text()));
    }

    @Test
    void theStatementAtTheCaretIsTheOneItStandsInOrBehind() {
        SqlScript script = SqlScript.of("select 1;\n\nselect 2;\n\n\nselect 3");
        assertThat(script.at(0).orElseThrow().text()).isEqualTo("select 1");
        assertThat(script.at(9).orElseThrow().text()).isEqualTo("select 1");
        assertThat(script.at(11).orElseThrow().text()).isEqualTo("select 2");
        assertThat(script.at(22).orElseThrow().text()).isEqualTo("select 2");
        assertThat(script.at(31).orElseThrow().text()).isEqualTo("select 3");
        assertThat(SqlScript.of("  ").at(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t values (1)",
                "with x as (delete from t returning *) select * from x",
                "select * into copy from t",
                "drop table t",
                "explain analyze update t set a = 1",
                "call p()",
                "do $$ begin end $$",
                "truncate t",
                "copy t from '/f'"
            })
    void whatChangesDataWrites(String sql) {
        assertThat(new SqlStatement(0, sql).writes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'insert into t'",
                "/* delete */ select 1",
                "(select 1) union (select 2)",
                "with x as (select 1) select * from x",
                "explain delete from t",
                "explain analyze select 1",
                "show work_mem",
                "begin",
                "set work_mem = '1GB'",
                ""
            })
    void whatReadsDoesNot(String sql) {
        assertThat(new SqlStatement(0, sql).writes()).isFalse();
    }
}
