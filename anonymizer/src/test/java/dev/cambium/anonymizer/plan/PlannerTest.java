package dev.cambium.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.column.UniqueKey;
import dev.cambium.anonymizer.detect.ColumnFinding;
import dev.cambium.anonymizer.detect.DataKind;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.plan.Problem.Kind;
import dev.cambium.anonymizer.rules.MaskingRules;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class PlannerTest {

    private static final TableId PEOPLE = new TableId("public", "people");
    private static final TableId VISITS = new TableId("public", "visits");

    /** People with a natural key, who have a boss among themselves, and their visits. */
    private static final DatabaseShape SHAPE =
            new DatabaseShape(
                    List.of(
                            new Table(
                                    PEOPLE,
                                    List.of(
                                            new Column("email", ColumnType.text(), false, false),
                                            new Column("boss", ColumnType.text()),
                                            new Column("name", ColumnType.text(), false, false),
                                            new Column("age", ColumnType.integer(4))),
                                    List.of(UniqueKey.primary("email"))),
                            new Table(
                                    VISITS,
                                    List.of(
                                            new Column("who", ColumnType.text(80)),
                                            new Column("name", ColumnType.text()),
                                            new Column("n", ColumnType.integer(4))),
                                    List.of(UniqueKey.unique("who", "name")))),
                    List.of(
                            new ForeignKey(
                                    "boss", PEOPLE, List.of("boss"), PEOPLE, List.of("email")),
                            new ForeignKey(
                                    "who", VISITS, List.of("who"), PEOPLE, List.of("email"))));

    private static final ColumnId EMAIL = PEOPLE.column("email");

    private static MaskingRules rules(Map<ColumnId, FunctionCall> calls) {
        return MaskingRules.none("shop").with(calls);
    }

    private static FunctionCall call(MaskFunction function) {
        return FunctionCall.of(function);
    }

    private static MaskingPlan plan(Map<ColumnId, FunctionCall> calls) {
        return Planner.plan(SHAPE, rules(calls), List.of());
    }

    private static ColumnPlan of(MaskingPlan plan, ColumnId id) {
        return plan.tables().stream()
                .filter(table -> table.table().id().equals(id.tableId()))
                .flatMap(table -> table.columns().stream())
                .filter(column -> column.column().name().equals(id.column()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatRefersToAKeyGetsItsFunction() {
        MaskingPlan plan = plan(Map.of(EMAIL, call(MaskFunction.EMAIL)));
        assertThat(plan.problems()).isEmpty();
        for (ColumnId id : List.of(EMAIL, PEOPLE.column("boss"), VISITS.column("who"))) {
            assertThat(of(plan, id).call().function()).isEqualTo(MaskFunction.EMAIL);
            assertThat(of(plan, id).type().lengthMax()).isEqualTo(80);
        }
        assertThat(of(plan, VISITS.column("who")).inherited()).isTrue();
    }

    @Test
    void aRuleOnAForeignKeyReachesTheKey() {
        MaskingPlan plan = plan(Map.of(VISITS.column("who"), call(MaskFunction.TEXT_CIPHER)));
        assertThat(of(plan, EMAIL).call().function()).isEqualTo(MaskFunction.TEXT_CIPHER);
    }

    @Test
    void differentFunctionsForLinkedColumnsAreRefused() {
        MaskingPlan plan =
                plan(
                        Map.of(
                                EMAIL,
                                call(MaskFunction.EMAIL),
                                VISITS.column("who"),
                                call(MaskFunction.TEXT_CIPHER)));
        assertThat(plan.problems()).extracting(Problem::kind).contains(Kind.LINKED_DIFFERENTLY);
    }

    @Test
    void aUniqueColumnTakesOnlyWhatKeepsItUnique() {
        MaskingPlan plan = plan(Map.of(EMAIL, call(MaskFunction.PARTIAL_EMAIL)));
        assertThat(plan.problems())
                .filteredOn(problem -> problem.column().equals(EMAIL))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.kind()).isEqualTo(Kind.NOT_UNIQUE);
                            assertThat(problem.message()).contains("Use text.");
                        });
        FunctionCall shortHash = FunctionCall.of(MaskFunction.HASH, "length", "10");
        assertThat(plan(Map.of(EMAIL, shortHash)).problems()).isNotEmpty();
        assertThat(plan(Map.of(EMAIL, call(MaskFunction.HASH))).problems()).isEmpty();
    }

    @Test
    void aColumnOfACompositeKeyTakesOnlyWhatKeepsItUnique() {
        ColumnId name = VISITS.column("name");
        assertThat(plan(Map.of(name, call(MaskFunction.LAST_NAME))).problems())
                .extracting(Problem::kind)
                .containsExactly(Kind.NOT_UNIQUE);
        assertThat(plan(Map.of(name, call(MaskFunction.SHUFFLE))).problems()).hasSize(1);
        assertThat(plan(Map.of(name, call(MaskFunction.TEXT_CIPHER))).problems()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(plan(Map.of(PEOPLE.column("age"), call(MaskFunction.EMAIL))).problems())
                .singleElement()
                .satisfies(
                        problem ->
                                assertThat(problem.message())
                                        .contains("integer", "bucket", "number"));
        assertThat(plan(Map.of(PEOPLE.column("name"), call(MaskFunction.NULL))).problems())
                .extracting(Problem::kind)
                .containsExactly(Kind.NOT_NULL);
        assertThat(plan(Map.of(PEOPLE.column("nam"), call(MaskFunction.NULL))).problems())
                .extracting(Problem::kind)
                .containsExactly(Kind.UNKNOWN_COLUMN);
        FunctionCall wrong = FunctionCall.of(MaskFunction.TEMPLATE, "text", "{nobody}");
        assertThat(plan(Map.of(PEOPLE.column("name"), wrong)).problems())
                .extracting(Problem::message)
                .allMatch(message -> message.contains("'nobody'"));
    }

    @Test
    void aSensitiveColumnWithoutARuleStopsTheRun() {
        ColumnFinding found =
                new ColumnFinding(PEOPLE.column("name"), "", DataKind.PERSON_NAME, 0.8, List.of());
        assertThat(Planner.plan(SHAPE, rules(Map.of()), List.of(found)).problems())
                .extracting(Problem::kind)
                .containsExactly(Kind.NO_RULE);
        MaskingRules kept = rules(Map.of(PEOPLE.column("name"), call(MaskFunction.KEEP)));
        MaskingPlan plan = Planner.plan(SHAPE, kept, List.of(found));
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.warnings()).singleElement().asString().contains("stays as it is");
    }

    @Test
    void aColumnThatCameAfterTheApprovalStopsTheRun() {
        DatabaseShape before =
                new DatabaseShape(
                        List.of(
                                SHAPE.tables().getFirst(),
                                new Table(
                                        VISITS,
                                        SHAPE.tables().getLast().columns().subList(0, 2),
                                        List.of())),
                        SHAPE.foreignKeys());
        MaskingRules approved = rules(Map.of()).approved(before);
        assertThat(Planner.plan(SHAPE, approved, List.of()).problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.kind()).isEqualTo(Kind.NEW_COLUMN);
                            assertThat(problem.column()).isEqualTo(VISITS.column("n"));
                        });
    }

    @Test
    void suggestionsFitKeysAndLinks() {
        List<ColumnFinding> findings =
                List.of(
                        new ColumnFinding(EMAIL, "", DataKind.LAST_NAME, 0.9, List.of()),
                        new ColumnFinding(
                                VISITS.column("who"), "", DataKind.EMAIL_ADDRESS, 0.7, List.of()),
                        new ColumnFinding(PEOPLE.column("age"), "", DataKind.AGE, 0.7, List.of()));
        Map<ColumnId, FunctionCall> suggested =
                Planner.suggest(SHAPE, findings, MaskingRules.none("shop"));
        assertThat(suggested)
                .containsEntry(EMAIL, call(MaskFunction.TEXT_CIPHER))
                .containsEntry(PEOPLE.column("age"), call(MaskFunction.BUCKET))
                .hasSize(2);
        assertThat(Planner.plan(SHAPE, rules(suggested), findings).problems()).isEmpty();
    }
}
