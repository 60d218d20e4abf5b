package dev.cambium.anonymizer.plan;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.UniqueKey;
import dev.cambium.anonymizer.detect.ColumnFinding;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.InvalidRuleException;
import dev.cambium.anonymizer.function.MaskContext;
import dev.cambium.anonymizer.function.MaskFunction;
import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.anonymizer.plan.Problem.Kind;
import dev.cambium.anonymizer.rules.MaskingRules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a plan, and says all that speaks against it. Default deny: a column that seems sensitive
 * without a rule, and a column that nobody has reviewed, are problems.
 */
public final class Planner {

    private final DatabaseShape shape;
    private final Links links;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Planner(DatabaseShape shape) {
        this.shape = shape;
        this.links = new Links(shape);
    }

    /**
     * What to do about findings that have no rule: one function for each group of linked columns.
     */
    public static Map<ColumnId, FunctionCall> suggest(
            DatabaseShape shape, List<ColumnFinding> findings, MaskingRules rules) {
        Planner planner = new Planner(shape);
        Map<ColumnId, FunctionCall> suggested = new TreeMap<>();
        findings.stream()
                .filter(ColumnFinding::isSensitive)
                .sorted(Comparator.comparingDouble(ColumnFinding::confidence).reversed())
                .forEach(finding -> planner.suggest(finding, rules, suggested));
        return suggested;
    }

    private void suggest(
            ColumnFinding finding, MaskingRules rules, Map<ColumnId, FunctionCall> suggested) {
        Set<ColumnId> group = links.of(finding.column());
        boolean decided =
                group.stream().anyMatch(one -> rules.call(one).isPresent())
                        || group.stream().anyMatch(suggested::containsKey);
        if (!decided) {
            Column column = links.column(finding.column());
            Column strictest =
                    new Column(
                            column.name(), links.narrowest(group), links.isNullable(group), false);
            suggested.put(
                    finding.column(),
                    finding.path().isEmpty()
                            ? Suggestions.of(finding.kind(), strictest, links.isUnique(group))
                            : FunctionCall.of(MaskFunction.JSON_PATHS));
        }
        if (!finding.path().isEmpty()) {
            suggested.computeIfPresent(
                    finding.column(), (one, call) -> withPath(call, finding, one));
        }
    }

    /** Adds the function for one more path of a document. */
    private static FunctionCall withPath(FunctionCall call, ColumnFinding finding, ColumnId id) {
        if (call.function() != MaskFunction.JSON_PATHS) {
            return call;
        }
        Map<String, String> arguments = new TreeMap<>(call.arguments());
        Column text = new Column(id.column(), ColumnType.text());
        MaskFunction function = Suggestions.of(finding.kind(), text, false).function();
        arguments.putIfAbsent(finding.path(), function.key());
        return new FunctionCall(MaskFunction.JSON_PATHS, arguments);
    }

    /**
     * Makes the plan.
     *
     * @param findings of a detection over the same shape
     */
    public static MaskingPlan plan(
            DatabaseShape shape, MaskingRules rules, List<ColumnFinding> findings) {
        return new Planner(shape).plan(rules, findings);
    }

    private MaskingPlan plan(MaskingRules rules, List<ColumnFinding> findings) {
        refuseUnknown(rules);
        Map<ColumnId, ColumnPlan> byColumn = new HashMap<>();
        for (Set<ColumnId> group : links.groups()) {
            FunctionCall call = callOf(group, rules);
            ColumnType type = links.narrowest(group);
            for (ColumnId id : group) {
                Column column = links.column(id);
                FunctionCall own = rules.call(id).orElse(call);
                byColumn.put(
                        id,
                        new ColumnPlan(
                                column,
                                own,
                                type,
                                rules.call(id).isEmpty() && own.function() != MaskFunction.KEEP));
            }
        }
        List<TablePlan> tables = new ArrayList<>();
        for (Table table : shape.tables()) {
            List<ColumnPlan> columns = new ArrayList<>();
            for (Column column : table.written()) {
                ColumnId id = table.id().column(column.name());
                ColumnPlan planned =
                        byColumn.getOrDefault(
                                id,
                                new ColumnPlan(
                                        column,
                                        FunctionCall.of(MaskFunction.KEEP),
                                        column.type(),
                                        false));
                check(table, id, planned);
                columns.add(planned);
            }
            tables.add(new TablePlan(table, columns));
        }
        deny(rules, findings, byColumn);
        problems.sort(Comparator.comparing(Problem::column));
        return new MaskingPlan(tables, problems, warnings);
    }

    private void refuseUnknown(MaskingRules rules) {
        for (ColumnId id : rules.calls().keySet()) {
            if (shape.column(id).isEmpty()) {
                problems.add(
                        new Problem(
                                Kind.UNKNOWN_COLUMN,
                                id,
                                "There is no column %s. Take its rule out, or correct the name."
                                        .formatted(id)));
            }
        }
    }

    /** One function for all columns of a group; {@code keep} when no rule says another. */
    private FunctionCall callOf(Set<ColumnId> group, MaskingRules rules) {
        Set<FunctionCall> calls = new LinkedHashSet<>();
        for (ColumnId id : group) {
            Optional<FunctionCall> call = rules.call(id);
            boolean stays =
                    call.isPresent()
                            && call.get().function() == MaskFunction.SHUFFLE
                            && !links.isReferredTo(id);
            if (call.isPresent() && !stays) {
                calls.add(call.get());
            }
        }
        if (calls.size() > 1) {
            ColumnId first = group.iterator().next();
            problems.add(
                    new Problem(
                            Kind.LINKED_DIFFERENTLY,
                            first,
                            "%s must have the same values, because foreign keys link them, and have different functions: %s. Give one of them a rule, and the others follow."
                                    .formatted(group, calls)));
        }
        FunctionCall call =
                calls.isEmpty() ? FunctionCall.of(MaskFunction.KEEP) : calls.iterator().next();
        if (group.size() > 1
                && (call.function().readsRow(call.arguments().keySet())
                        || call.function() == MaskFunction.SHUFFLE)) {
            problems.add(
                    new Problem(
                            Kind.LINKED_DIFFERENTLY,
                            group.iterator().next(),
                            "Function %s does not make the same of the same value, and foreign keys link %s. Use %s."
                                    .formatted(
                                            call,
                                            group,
                                            Suggestions.keepingUnique(links.narrowest(group)))));
        }
        return call;
    }

    private void check(Table table, ColumnId id, ColumnPlan plan) {
        FunctionCall call = plan.call();
        MaskFunction function = call.function();
        if (!plan.isMasked()) {
            return;
        }
        if (!function.fits(plan.column().type())) {
            problems.add(
                    new Problem(
                            Kind.DOES_NOT_FIT,
                            id,
                            "Function %s does not fit %s of type %s. Functions that do: %s."
                                    .formatted(
                                            call, id, plan.column().type().sql(), fitting(plan))));
            return;
        }
        if (function == MaskFunction.NULL && !plan.column().nullable()) {
            problems.add(
                    new Problem(
                            Kind.NOT_NULL,
                            id,
                            "%s takes no NULL. Use constant or another function.".formatted(id)));
        }
        try {
            function.make(
                    new MaskContext(
                            new MaskingSecret(new byte[MaskingSecret.BYTES]),
                            table,
                            plan.type(),
                            call.checked()));
        } catch (InvalidRuleException e) {
            problems.add(
                    new Problem(Kind.DOES_NOT_FIT, id, "%s: %s".formatted(id, e.getMessage())));
        }
        for (UniqueKey key : table.keys()) {
            boolean alone = key.columns().size() == 1;
            if (key.columns().contains(id.column()) && !keepsUnique(plan, alone)) {
                problems.add(
                        new Problem(
                                Kind.NOT_UNIQUE,
                                id,
                                "%s is in the unique key %s, and function %s may make different values equal. Use %s."
                                        .formatted(
                                                id,
                                                key.name(),
                                                call,
                                                Suggestions.keepingUnique(plan.type()))));
            }
        }
    }

    private static String fitting(ColumnPlan plan) {
        return Arrays.stream(MaskFunction.values())
                .filter(function -> function.fits(plan.column().type()))
                .map(MaskFunction::toString)
                .collect(Collectors.joining(", "));
    }

    /**
     * @param alone whether the key is over this column alone
     */
    private static boolean keepsUnique(ColumnPlan plan, boolean alone) {
        FunctionCall call = plan.call();
        if (call.function() == MaskFunction.SHUFFLE) {
            return alone;
        }
        if (call.function() == MaskFunction.NULL) {
            return true; // NULL is different from NULL
        }
        int room = plan.type().lengthMax() == 0 ? Integer.MAX_VALUE : plan.type().lengthMax();
        return call.function().guarantees().unique() && call.isWideEnough(room);
    }

    private void deny(
            MaskingRules rules, List<ColumnFinding> findings, Map<ColumnId, ColumnPlan> plans) {
        Set<ColumnId> named = new LinkedHashSet<>();
        for (ColumnFinding finding : findings) {
            ColumnId id = finding.column();
            ColumnPlan plan = plans.get(id);
            boolean decided =
                    links.of(id).stream().anyMatch(one -> rules.call(one).isPresent())
                            || rules.reviewed().contains(id);
            if (plan == null || !finding.isSensitive() || !named.add(id)) {
                continue;
            }
            if (!decided) {
                problems.add(
                        new Problem(
                                Kind.NO_RULE,
                                id,
                                "%s seems to hold %s, and has no rule. Give it a function, or 'keep'."
                                        .formatted(id, finding.kind().words())));
            } else if (!plan.isMasked()) {
                warnings.add(
                        "%s stays as it is, and seems to hold %s."
                                .formatted(id, finding.kind().words()));
            }
        }
        for (ColumnId id : shape.columns()) {
            boolean isNew =
                    rules.areApproved()
                            && !rules.reviewed().contains(id)
                            && rules.call(id).isEmpty();
            if (isNew && named.add(id)) {
                problems.add(
                        new Problem(
                                Kind.NEW_COLUMN,
                                id,
                                "%s is new since the rules were approved. Give it a function, or 'keep', and approve the rules again."
                                        .formatted(id)));
            }
        }
    }
}
