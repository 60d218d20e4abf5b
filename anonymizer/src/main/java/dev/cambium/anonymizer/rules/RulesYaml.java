package dev.cambium.anonymizer.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

import dev.cambium.anonymizer.column.ColumnId;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.InvalidRuleException;
import dev.cambium.anonymizer.function.MaskFunction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rules as YAML:
 *
 * <pre>{@code
 * cambium_rules: 1
 * database: shop
 * columns:
 *   public.customers.email: email
 *   public.customers.born: {function: date_shift, days: 90, entity: id}
 *   public.orders.note: "anon.lorem_ipsum(words := 10)"
 *   public.orders.total: keep
 * subsets:
 *   public.events: {share: 0.1}
 *   public.orders: {where: "ordered_at > '2026-01-01'"}
 * reviewed:
 *   public.customers: [id, email, born]
 * }</pre>
 */
public final class RulesYaml {

    private static final int FORMAT = 1;
    private static final Set<String> KEYS =
            Set.of("cambium_rules", "database", "columns", "subsets", "reviewed");

    private static final ObjectMapper YAML =
            new ObjectMapper(
                    new YAMLFactory()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES));

    private RulesYaml() {}

    /**
     * Reads rules.
     *
     * @throws InvalidRuleException that says where and why, if it is not such a text
     */
    public static MaskingRules read(String yaml) {
        Map<String, Object> root = parse(yaml);
        for (String key : root.keySet()) {
            if (!KEYS.contains(key)) {
                throw new InvalidRuleException(
                        "The rules have an entry '%s', which means nothing. There are: cambium_rules, database, columns, subsets, reviewed."
                                .formatted(key));
            }
        }
        if (!Integer.valueOf(FORMAT).equals(root.get("cambium_rules"))) {
            throw new InvalidRuleException(
                    "The rules do not begin with 'cambium_rules: 1', so this is not a file of rules or one of a later Cambium.");
        }
        if (!(root.get("database") instanceof String database) || database.isBlank()) {
            throw new InvalidRuleException("The rules do not say which 'database' they are for.");
        }
        TreeMap<ColumnId, FunctionCall> calls = new TreeMap<>();
        entries(root, "columns")
                .forEach((name, value) -> calls.put(column(name), call(name, value)));
        TreeMap<TableId, Subset> subsets = new TreeMap<>();
        entries(root, "subsets")
                .forEach((name, value) -> subsets.put(table(name), subset(name, value)));
        TreeSet<ColumnId> reviewed = new TreeSet<>();
        entries(root, "reviewed")
                .forEach(
                        (name, value) -> {
                            TableId table = table(name);
                            for (Object one : value instanceof List<?> list ? list : List.of()) {
                                reviewed.add(table.column(String.valueOf(one)));
                            }
                        });
        return new MaskingRules(database, calls, subsets, reviewed);
    }

    /** The parser tells in between where it is, with pictures, and ends with what is wrong. */
    private static String reason(JsonProcessingException e) {
        List<String> lines = e.getOriginalMessage().lines().toList();
        return lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .reduce((first, second) -> second)
                .orElse("it cannot be read");
    }

    private static Map<String, Object> parse(String yaml) {
        try {
            Map<String, Object> root =
                    YAML.readValue(yaml, new TypeReference<Map<String, Object>>() {});
            return root == null ? Map.of() : root;
        } catch (JsonProcessingException e) {
            InvalidRuleException invalid =
                    new InvalidRuleException(
                            "The rules are not YAML: line %d: %s"
                                    .formatted(
                                            e.getLocation() == null
                                                    ? 1
                                                    : e.getLocation().getLineNr(),
                                            reason(e)));
            invalid.initCause(e);
            throw invalid;
        }
    }

    private static Map<String, @Nullable Object> entries(Map<String, Object> root, String key) {
        Object value = root.get(key);
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, one) -> entries.put(String.valueOf(name), one));
        } else if (value != null) {
            throw new InvalidRuleException(
                    "'%s' of the rules is a list of names with values, not '%s'."
                            .formatted(key, value));
        }
        return entries;
    }

    private static ColumnId column(String name) {
        try {
            return ColumnId.parse(name);
        } catch (IllegalArgumentException e) {
            InvalidRuleException invalid = new InvalidRuleException(String.valueOf(e.getMessage()));
            invalid.initCause(e);
            throw invalid;
        }
    }

    private static TableId table(String name) {
        return column(name + ".x").tableId();
    }

    private static FunctionCall call(String column, @Nullable Object value) {
        try {
            if (value == null) {
                return FunctionCall.of(MaskFunction.NULL);
            }
            if (value instanceof Map<?, ?> map) {
                Map<String, String> arguments = new TreeMap<>();
                map.forEach((key, one) -> arguments.put(String.valueOf(key), String.valueOf(one)));
                String function = arguments.remove("function");
                if (function == null) {
                    throw new InvalidRuleException("it names no function");
                }
                return new FunctionCall(MaskFunction.named(function), arguments);
            }
            return CallText.read(String.valueOf(value));
        } catch (InvalidRuleException e) {
            InvalidRuleException invalid =
                    new InvalidRuleException("Rule for %s: %s".formatted(column, e.getMessage()));
            invalid.initCause(e);
            throw invalid;
        }
    }

    private static Subset subset(String table, @Nullable Object value) {
        if (value instanceof Map<?, ?> map
                && Set.of("where", "share").containsAll(map.keySet())
                && !map.isEmpty()) {
            Object where = map.get("where");
            Object share = map.get("share");
            boolean number = share == null || share instanceof Number;
            if (number) {
                return new Subset(
                        where == null ? null : String.valueOf(where),
                        share instanceof Number some ? some.doubleValue() : 1);
            }
        }
        throw new InvalidRuleException(
                "The subset of %s is {share: 0.1}, {where: \"a condition\"} or both, not %s."
                        .formatted(table, value));
    }

    /** The same rules always give the same text. */
    public static String write(MaskingRules rules) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("cambium_rules", FORMAT);
        root.put("database", rules.database());
        Map<String, Object> columns = new LinkedHashMap<>();
        rules.calls().forEach((column, call) -> columns.put(column.toString(), written(call)));
        root.put("columns", columns);
        if (!rules.subsets().isEmpty()) {
            Map<String, Object> subsets = new LinkedHashMap<>();
            rules.subsets().forEach((table, one) -> subsets.put(table.toString(), written(one)));
            root.put("subsets", subsets);
        }
        Map<String, List<String>> reviewed = new LinkedHashMap<>();
        for (ColumnId column : rules.reviewed()) {
            reviewed.computeIfAbsent(column.tableId().toString(), table -> new ArrayList<>())
                    .add(column.column());
        }
        root.put("reviewed", reviewed);
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts are always written", e);
        }
    }

    private static Object written(FunctionCall call) {
        if (call.arguments().isEmpty()) {
            return call.function().key();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("function", call.function().key());
        map.putAll(new TreeMap<>(call.arguments()));
        return map;
    }

    private static Map<String, Object> written(Subset subset) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (subset.where() != null) {
            map.put("where", subset.where());
        }
        if (subset.share() < 1) {
            map.put("share", subset.share());
        }
        return map;
    }
}
