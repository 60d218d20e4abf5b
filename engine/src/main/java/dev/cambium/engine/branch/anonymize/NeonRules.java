package dev.cambium.engine.branch.anonymize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.InvalidRuleException;
import dev.cambium.anonymizer.rules.AnonFunctions;
import dev.cambium.anonymizer.rules.CallText;
import dev.cambium.anonymizer.rules.MaskingRules;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Neon's masking rules of one branch, and what they mean here. */
final class NeonRules {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NeonRules() {}

    /**
     * Checks that each rule is understood.
     *
     * @throws Refusal that names the first that is not
     */
    static String written(List<MaskingRule> rules) {
        rules.forEach(NeonRules::call);
        try {
            return JSON.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts are always written", e);
        }
    }

    static List<MaskingRule> read(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        try {
            return JSON.readValue(json, new TypeReference<ArrayList<MaskingRule>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the catalog holds rules that cannot be read", e);
        }
    }

    /**
     * Rules with some changes: a column whose rule has neither a function nor a value loses the one
     * it had.
     *
     * @throws Refusal if a change is not understood, or is for another database
     */
    static MaskingRules changed(MaskingRules rules, List<MaskingRule> changes) {
        Map<ColumnId, FunctionCall> put = new TreeMap<>();
        Set<ColumnId> gone = new TreeSet<>();
        for (MaskingRule change : changes) {
            if (!change.database().equals(rules.database())) {
                throw new Refusal(
                        Kind.INVALID,
                        "MASKING_RULE_INVALID",
                        "The rules are for database '%s', and a change is for '%s'."
                                .formatted(rules.database(), change.database()));
            }
            ColumnId column = new ColumnId(change.schema(), change.table(), change.column());
            if (change.function() == null && change.value() == null) {
                gone.add(column);
            } else {
                put.put(column, call(change));
            }
        }
        return rules.without(gone).with(put);
    }

    /** By database, in the order in which they are named. */
    static List<MaskingRules> byDatabase(List<MaskingRule> rules) {
        Map<String, Map<ColumnId, FunctionCall>> calls = new LinkedHashMap<>();
        for (MaskingRule rule : rules) {
            calls.computeIfAbsent(rule.database(), database -> new TreeMap<>())
                    .put(new ColumnId(rule.schema(), rule.table(), rule.column()), call(rule));
        }
        List<MaskingRules> found = new ArrayList<>();
        calls.forEach((database, all) -> found.add(MaskingRules.none(database).with(all)));
        return found;
    }

    private static FunctionCall call(MaskingRule rule) {
        String function = rule.function();
        String value = rule.value();
        boolean one = (function == null) != (value == null);
        if (!one) {
            throw new Refusal(
                    Kind.INVALID,
                    "MASKING_RULE_INVALID",
                    "The rule for %s.%s.%s needs either masking_function or masking_value."
                            .formatted(rule.schema(), rule.table(), rule.column()));
        }
        try {
            return function == null
                    ? AnonFunctions.value(String.valueOf(value))
                    : CallText.read(function);
        } catch (InvalidRuleException e) {
            throw ProjectRules.invalid(e);
        }
    }
}
