package dev.cambium.gui.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class CompletionTest {

    private static final Catalog CATALOG =
            new Catalog(
                    List.of(
                            new Catalog.Relation("public", "orders", List.of("id", "placed_at")),
                            new Catalog.Relation("public", "customer", List.of("id", "e_mail")),
                            new Catalog.Relation("sales", "Odd Name", List.of("id")),
                            new Catalog.Relation("pg_catalog", "pg_class", List.of("oid"))),
                    List.of("now", "lower"));

    /** The bar stands for the caret. */
    private static List<String> at(String marked) {
        int caret = marked.indexOf('|');
        return Completion.at(CATALOG, marked.replace("|", ""), caret).stream()
                .map(Suggestion::text)
                .toList();
    }

    @Test
    void behindATableComeItsColumns() {
        assertThat(at("select orders.| from orders")).containsExactly("id", "placed_at");
    }

    @Test
    void behindAnAliasComeTheColumnsOfItsTable() {
        assertThat(at("select c.e| from orders o join customer as c on true"))
                .containsExactly("e_mail");
        assertThat(at("select o.pl| from customer c, orders o")).containsExactly("placed_at");
    }

    @Test
    void behindASchemaComeItsTablesInQuotesIfTheyNeedThem() {
        assertThat(at("select * from sales.|")).containsExactly("\"Odd Name\"");
    }

    @Test
    void behindFromComeTablesAndNoWordsOrFunctions() {
        assertThat(at("select * from or|")).containsExactly("orders");
        assertThat(at("select * from |")).contains("orders", "customer").doesNotContain("now");
    }

    @Test
    void columnsOfTheStatementComeFirst() {
        assertThat(at("select p| from orders")).first().isEqualTo("placed_at");
        assertThat(at("select 1; select p| from customer")).doesNotContain("placed_at");
    }

    @Test
    void withinATextOrCommentNothingIsSuggested() {
        assertThat(at("select 'or|'")).isEmpty();
        assertThat(at("select 1 -- or|")).isEmpty();
    }

    @Test
    void whatIsWrittenOutIsNotSuggested() {
        assertThat(at("select now|")).doesNotContain("now");
    }
}
