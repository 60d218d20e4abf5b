package dev.cambium.anonymizer.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.InvalidRuleException;
import dev.cambium.anonymizer.function.MaskFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesYamlTest {

    private static final String RULES =
            """
            cambium_rules: 1
            database: shop
            columns:
              public.customers.email: email
              customers.born: {function: date_shift, days: 90, entity: id}
              public.customers.note: anon.lorem_ipsum(2)
              public.customers.doc: {function: json, $.a.email: email}
              public.orders.total: keep
              public.orders.gone:
            subsets:
              public.orders: {share: 0.1, where: "total > 5"}
            reviewed:
              public.orders: [id, total]
            """;

    @Test
    void whatIsWrittenReadsBack() {
        MaskingRules rules = RulesYaml.read(RULES);
        assertThat(rules.call(ColumnId.parse("customers.born")))
                .hasValueSatisfying(
                        call -> assertThat(call).hasToString("date_shift(days: 90, entity: id)"));
        assertThat(rules.call(ColumnId.parse("orders.gone")))
                .contains(FunctionCall.of(MaskFunction.NULL));
        assertThat(rules.subsets().get(new TableId("public", "orders")).share()).isEqualTo(0.1);
        assertThat(rules.reviewed()).hasSize(2);
        assertThat(RulesYaml.read(RulesYaml.write(rules))).isEqualTo(rules);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    database: shop                                            | cambium_rules
                    {cambium_rules: 1}                                        | database
                    {cambium_rules: 1, database: a, colums: {}}               | colums
                    {cambium_rules: 1, database: a, columns: {x: email}}      | schema.table.column
                    {cambium_rules: 1, database: a, columns: {a.b: emial}}    | There is no function 'emial'
                    {cambium_rules: 1, database: a, columns: {a.b: "anon.image_blur(b,1)"}} | image_blur
                    {cambium_rules: 1, database: a, columns: [a]}             | list of names
                    {cambium_rules: 1, database: a, subsets: {a: {share: 2}}} | share
                    {cambium_rules: 1, database: a                            | line 1
                    """)
    void whatIsWrongIsNamed(String yaml, String named) {
        assertThatThrownBy(() -> RulesYaml.read(yaml))
                .isInstanceOf(InvalidRuleException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    anon.fake_email()                                           | email
                    anon.dummy_free_email_locale('fr_FR')                       | email
                    anon.pseudo_last_name(last_name, 'salt')                    | last_name
                    MASKED WITH FUNCTION anon.fake_city()                       | city
                    MASKED WITH VALUE NULL                                      | null
                    MASKED WITH VALUE 'CONFIDENTIAL'                            | constant(value: CONFIDENTIAL)

                    anon.partial(phone,2,'it''s, *',1)                          | partial(pad: it's, *, prefix: 2, suffix: 1)
                    anon.noise(salary, 0.33)                                    | noise(ratio: 0.33)
                    anon.dnoise(hired, interval '2 weeks')                      | date_shift(days: 14)
                    anon.random_string(12)                                      | token(length: 12)
                    anon.random_int_between(1, 6)                               | number_between(from: 1, to: 6)
                    anon.random_date_between('1990-01-01','1999-12-31'::date)   | date_between(from: 1990-01-01, to: 1999-12-31)
                    anon.random_in_int4range('[1,10]')                          | number_between(from: 1, to: 10)
                    anon.generalize_int4range(age, 5)                           | bucket(step: 5)
                    anon.generalize_tsrange(seen, 'decade')                     | date_bucket(unit: decade)
                    anon.hash(email)                                            | hash
                    anon.digest(email, 'salt', 'sha256')                        | hash
                    anon.random_in_enum(mood)                                   | enum
                    pg_catalog.concat(anon.dummy_uuidv4(), '@example.com')      | email
                    """)
    void theRulesOfOthersAreUnderstood(String theirs, String ours) {
        assertThat(AnonFunctions.read(theirs)).hasToString(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email",
                "noise(ratio: 0.25)",
                "choice(values: a, b|c)",
                "json($.a: email, $.b[*].c: redact, otherwise: scrub)",
                "template(text: {first}, {last}: both)"
            })
    void whatACallIsWrittenLikeIsReadAgain(String written) {
        assertThat(CallText.read(written)).hasToString(written);
    }

    @Test
    void aCallIsOursOrTheirs() {
        assertThat(CallText.read("anon.noise(salary, 0.33)")).hasToString("noise(ratio: 0.33)");
        assertThat(CallText.read("MASKED WITH VALUE NULL")).hasToString("null");
        assertThatThrownBy(() -> CallText.read("fone")).hasMessageContaining("no function 'fone'");
        assertThatThrownBy(() -> CallText.read("noise(rate: 1)"))
                .hasMessageContaining("does not take 'rate'");
    }

    @Test
    void whatIsNotYamlIsToldInOneLine() {
        assertThatThrownBy(() -> RulesYaml.read("columns: ["))
                .hasMessageStartingWith("The rules are not YAML: line ")
                .hasMessageContaining("expected the node content")
                .hasMessageNotContaining("reader")
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        assertThatThrownBy(() -> AnonFunctions.read("anon.ternary(a, b, c)"))
                .hasMessageContaining("anon.ternary is not understood");
        assertThatThrownBy(() -> AnonFunctions.read("public.my_mask(x)"))
                .hasMessageContaining("SQL of its own");
        assertThatThrownBy(() -> AnonFunctions.read("fake email"))
                .hasMessageContaining("not a call");
    }
}
