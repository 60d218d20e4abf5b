package dev.cambium.gui.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.gui.session.CatalogReader;
import dev.cambium.gui.session.SqlException;
import dev.cambium.gui.session.SqlSession;
import dev.cambium.gui.session.SqlTrouble;
import dev.cambium.gui.sql.SqlStatement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks for a statement's plan and reads it from {@code EXPLAIN (FORMAT JSON)}. */
final class Explain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> CONDITIONS =
            List.of(
                    "Index Cond",
                    "Hash Cond",
                    "Merge Cond",
                    "Join Filter",
                    "Recheck Cond",
                    "Filter",
                    "Sort Key",
                    "Group Key");

    private Explain() {}

    /** What is put before the statement. */
    static String prefix(boolean measured) {
        return measured ? "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " : "EXPLAIN (FORMAT JSON) ";
    }

    /**
     * @param measured runs it within a transaction that is rolled back, unless one is open
     */
    static PlanNode of(SqlSession session, String sql, boolean measured) throws SqlException {
        boolean around = measured && !session.inTransaction();
        boolean writes = new SqlStatement(0, sql).writes();
        if (around) {
            session.run("BEGIN", writes, 1);
        }
        try {
            List<List<@Nullable String>> rows =
                    CatalogReader.rows(session, prefix(measured) + sql, Integer.MAX_VALUE);
            String json =
                    rows.stream()
                            .map(row -> Objects.toString(row.getFirst(), ""))
                            .collect(Collectors.joining("\n"));
            return node(JSON.readTree(json).path(0).path("Plan"));
        } catch (JsonProcessingException e) {
            throw new SqlException(new SqlTrouble(e.getOriginalMessage(), "", 0, ""), e);
        } finally {
            if (around) {
                session.run("ROLLBACK", false, 1);
            }
        }
    }

    static PlanNode parse(String json) throws JsonProcessingException {
        return node(JSON.readTree(json).path(0).path("Plan"));
    }

    private static PlanNode node(JsonNode plan) {
        List<PlanNode> steps = new ArrayList<>();
        plan.path("Plans").forEach(each -> steps.add(node(each)));
        double loops = Math.max(1, plan.path("Actual Loops").asDouble(1));
        return new PlanNode(
                words(plan),
                CONDITIONS.stream()
                        .filter(plan::has)
                        .map(each -> each + ": " + text(plan.path(each)))
                        .collect(Collectors.joining("; ")),
                number(plan.path("Total Cost"), 1),
                number(plan.path("Plan Rows"), 1),
                number(plan.path("Actual Rows"), loops),
                plan.has("Actual Total Time")
                        ? String.format(
                                Locale.ROOT,
                                "%.3f",
                                plan.path("Actual Total Time").asDouble() * loops)
                        : "",
                steps);
    }

    private static String words(JsonNode plan) {
        String relation = plan.path("Relation Name").asText("");
        String alias = plan.path("Alias").asText("");
        String index = plan.path("Index Name").asText("");
        return Stream.of(
                        plan.path("Operation").asText(plan.path("Join Type").asText("")),
                        plan.path("Node Type").asText(""),
                        index.isEmpty() ? "" : index,
                        relation.isEmpty() ? "" : "· " + relation,
                        alias.isEmpty() || alias.equals(relation) ? "" : alias)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            List<String> all = new ArrayList<>();
            value.forEach(each -> all.add(each.asText()));
            return String.join(", ", all);
        }
        return value.asText();
    }

    private static String number(JsonNode value, double times) {
        return value.isMissingNode()
                ? ""
                : String.format(Locale.ROOT, "%,.0f", value.asDouble() * times);
    }
}
