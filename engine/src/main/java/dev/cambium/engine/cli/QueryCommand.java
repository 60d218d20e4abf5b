package dev.cambium.engine.cli;

import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.regex.Pattern;

/** {@code cambium query}. */
@Command(
        name = "query",
        header = "Ask a branch something, as it is or as it was.",
        description = {
            "",
            "Runs one statement that reads. With --at, or as BRANCH@MOMENT, it runs on",
            "the branch as it was at an LSN or a time: on a hidden copy that is gone 30",
            "seconds after it was last asked. A query changes no row of a branch.",
            "",
            "  cambium query 'select count(*) from orders'",
            "  cambium query dev --at 2026-11-20T12:00:00Z 'select * from note' -o csv",
            "  cambium query dev@0/1A2B3C8 'select * from note'",
            ""
        })
final class QueryCommand extends Verb {

    private static final int ROWS_MAX = 10_000;
    private static final int SECONDS_MAX = 300;
    private static final Pattern ONE_WORD = Pattern.compile("\\S+");

    @Mixin private ProjectOption in = new ProjectOption();

    @Parameters(
            paramLabel = "[BRANCH] SQL",
            arity = "1..2",
            description =
                    "The branch, by default the pinned or the default one, and the statement.")
    private List<String> words = List.of();

    @Option(
            names = "--at",
            paramLabel = "LSN|TIME",
            description = "The moment; left out, the branch as it is now.")
    private @Nullable String at;

    @Mixin private BeforeLast before = new BeforeLast();

    @Option(
            names = {"--database", "--database-name"},
            paramLabel = "NAME",
            description = "The database; left out, the branch's default one.")
    private @Nullable String database;

    @Option(
            names = "--role-name",
            paramLabel = "NAME",
            description =
                    "As whom; left out, the project's default role. cambium_reader can only read.")
    private @Nullable String role;

    @Option(
            names = "--max-rows",
            paramLabel = "COUNT",
            description = "At most 10,000; left out, 1,000.")
    private @Nullable Integer maxRows;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long it may take, at most 300; left out, 30.")
    private @Nullable Integer timeout;

    @Override
    boolean takesCsv() {
        return true;
    }

    @Override
    void run() {
        requireBetween("--max-rows", maxRows, ROWS_MAX);
        requireBetween("--timeout", timeout, SECONDS_MAX);
        if (words.getLast().isBlank()) {
            throw new WrongUsage("The statement is empty: give SQL to run.");
        }
        String project = project(in.project).id();
        if (words.size() == 1 && isBranch(project, words.getFirst())) {
            throw new WrongUsage(
                    "%s is a branch: give the statement after it, as in `cambium query %s 'select 1'`."
                            .formatted(words.getFirst(), words.getFirst()));
        }
        BranchAt where =
                BranchAt.parse(engine(), project, words.size() == 2 ? words.getFirst() : null);
        if (at != null && where.at() != null) {
            throw new ParameterException(
                    spec().commandLine(),
                    "Say the moment once: --at %s, or @%s.".formatted(at, where.at()));
        }
        String branch = branchTold(project, where.branch());
        String moment =
                before.or(
                        at == null ? where.at() : at, engine(), project, branch, output(), spec());
        QueryResult result =
                engine().past()
                        .query(
                                project,
                                branch,
                                new QueryRequest(
                                        words.getLast(), moment, database, role, maxRows, timeout));
        output().printRows(result, () -> table(result), Csv.of(result));
        output().sayUnlessData(output().style().faint(result.moment().words()));
        if (result.cutOff() != null) {
            output().say(result.cutOff());
        }
    }

    private void requireBetween(String option, @Nullable Integer value, int max) {
        if (value != null && (value < 1 || value > max)) {
            throw new WrongUsage("%s must lie between 1 and %,d.".formatted(option, max));
        }
    }

    /** No statement is one word without a blank, but for a few that name no branch. */
    private boolean isBranch(String project, String word) {
        return ONE_WORD.matcher(word).matches()
                && engine().branches().search(project, word).stream()
                        .anyMatch(one -> one.name().equals(word) || one.id().equals(word));
    }

    /** Its rows as people read them. */
    static Table table(QueryResult result) {
        Table table =
                Table.columns(
                                result.columns().stream()
                                        .map(QueryResult.Column::name)
                                        .toArray(String[]::new))
                        .whenEmpty(result.columns().isEmpty() ? "Done." : "No rows.");
        result.rows()
                .forEach(
                        row ->
                                table.row(
                                        row.stream()
                                                .map(QueryCommand::cell)
                                                .toArray(String[]::new)));
        return table;
    }

    /** A null is shown as nothing, as psql shows it; line breaks would break the table. */
    private static String cell(@Nullable String value) {
        return value == null
                ? ""
                : value.replace("\\", "\\\\")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t");
    }
}
