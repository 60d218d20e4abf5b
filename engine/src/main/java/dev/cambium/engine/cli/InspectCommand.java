package dev.cambium.engine.cli;

import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cambium inspect}. */
@Command(
        name = "inspect",
        aliases = "inspection",
        header = "Ask a branch's Postgres how it is: sizes, scans, locks, slow queries.")
final class InspectCommand extends NounCommand {

    @Override
    List<Class<?>> verbs() {
        return List.of(Db.class);
    }

    @Command(
            name = "db",
            header = "Ask the Postgres of a branch.",
            description = {
                "",
                "  cambium inspect db table-sizes",
                "  cambium inspect db locks --branch dev",
                "",
                "WHAT is table-sizes, index-sizes, unused-indexes, seq-scans,",
                "long-running-queries (over 5 minutes), stalled-queries (over 30 seconds), locks,",
                "outliers and calls (with pg_stat_statements), vacuum-stats, replication-slots or",
                "subscriptions. What Postgres counts it counts from the branch's first start on.",
                ""
            })
    static final class Db extends Verb {

        @Mixin private ProjectOption in = new ProjectOption();
        @Mixin private BranchOption on = new BranchOption();
        @Mixin private LoginOptions login = new LoginOptions();

        @Parameters(
                paramLabel = "WHAT",
                converter = Inspection.Words.class,
                completionCandidates = Inspection.Words.class,
                description = "One of these words.")
        private Inspection what = Inspection.TABLE_SIZES;

        @Override
        boolean takesCsv() {
            return true;
        }

        @Override
        void run() {
            String sql = what.sql();
            Project project = project(in.project);
            String branch = branchMeant(project.id(), on.branch);
            if (what.needsStatements()) {
                refuseWithoutStatements(project, branch);
            }
            QueryResult result = asked(project, branch, sql);
            output().printRows(
                            rows(result),
                            () -> QueryCommand.table(result).whenEmpty("There is nothing of it."),
                            Csv.of(result));
            if (result.cutOff() != null) {
                output().say(result.cutOff());
            }
        }

        private void refuseWithoutStatements(Project project, String branch) {
            String sql = "select 1 from pg_extension where extname = 'pg_stat_statements'";
            if (asked(project, branch, sql).rows().isEmpty()) {
                throw new Refusal(
                        "This needs pg_stat_statements, which this database does not have: `cambium endpoints update BRANCH --preload pg_stat_statements`, then `create extension pg_stat_statements` in it.");
            }
        }

        private QueryResult asked(Project project, String branch, String sql) {
            return engine().past()
                    .query(
                            project.id(),
                            branch,
                            new QueryRequest(sql, null, login.database, login.role, null, null));
        }

        /** As objects, numbers as numbers. */
        private static List<Map<String, Object>> rows(QueryResult result) {
            return result.rows().stream().map(row -> row(result.columns(), row)).toList();
        }

        private static Map<String, Object> row(
                List<QueryResult.Column> columns, List<@Nullable String> values) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                String value = values.get(i);
                if (value != null) {
                    row.put(columns.get(i).name(), typed(columns.get(i).type(), value));
                }
            }
            return row;
        }

        private static Object typed(String type, String value) {
            return switch (type) {
                case "int2", "int4", "int8", "float4", "float8", "numeric" -> new BigDecimal(value);
                case "bool" -> value.equals("t") || value.equals("true");
                default -> value;
            };
        }
    }
}
