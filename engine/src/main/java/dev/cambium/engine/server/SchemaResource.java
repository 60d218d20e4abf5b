package dev.cambium.engine.server;

import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Neon's {@code schema} and {@code compare_schema} of a branch, and our {@code schema_diff}. */
final class SchemaResource {

    private final EngineService engine;

    SchemaResource(EngineService engine, Routes routes) {
        this.engine = engine;
        String branch = "/projects/{p}/branches/{b}";
        routes.get(branch + "/schema", this::schema);
        routes.get(branch + "/compare_schema", this::compare);
        routes.get("/cambium" + branch + "/schema_diff", this::diff);
        routes.post("/cambium/comparisons/{c}/cancel", this::cancel);
    }

    private void schema(Context context) throws IOException {
        String project = context.pathParam("p");
        String branch = context.pathParam("b");
        String database = database(context);
        String at = moment(context, "");
        String format = context.queryParam("format");
        if (format == null || format.equals("sql")) {
            Reply.ok(
                    context,
                    Reply.envelope("sql", engine.schemas().sql(project, branch, database, at)));
        } else if (format.equals("json")) {
            Reply.ok(
                    context,
                    Reply.envelope(
                            "json",
                            Reply.envelope(
                                    "tables",
                                    engine.schemas().tables(project, branch, database, at))));
        } else {
            throw RequestBody.bad("\"format\" is sql or json, not \"%s\".".formatted(format));
        }
    }

    /** With the branch's parent, unless another base is named. */
    private void compare(Context context) throws IOException {
        String project = context.pathParam("p");
        String branch = context.pathParam("b");
        String database = database(context);
        SchemaComparison comparison =
                engine.schemas()
                        .compare(
                                project,
                                new BranchMoment(
                                        base(context, project, branch), moment(context, "base_")),
                                new BranchMoment(branch, moment(context, "")),
                                database);
        Reply.ok(context, Reply.envelope("diff", comparison.databases().getFirst().diff()));
    }

    private void diff(Context context) throws IOException {
        String project = context.pathParam("p");
        String branch = context.pathParam("b");
        Reply.ok(
                context,
                engine.schemas()
                        .compare(
                                project,
                                new BranchMoment(
                                        base(context, project, branch),
                                        context.queryParam("base_at")),
                                new BranchMoment(branch, context.queryParam("at")),
                                context.queryParam("db_name"),
                                context.queryParam("comparison_id")));
    }

    /** A comparison can take seconds; whoever asked for one by an id may take that back. */
    private void cancel(Context context) throws IOException {
        engine.schemas().cancelComparison(context.pathParam("c"));
        Reply.ok(context, Reply.envelope("cancelled", true));
    }

    private String base(Context context, String project, String branch) {
        String asked = context.queryParam("base_branch_id");
        if (asked != null && !asked.isBlank()) {
            return asked;
        }
        String parent = engine.branches().get(project, branch).parentId();
        if (parent == null) {
            throw RequestBody.bad(
                    "This branch has no parent to be compared with: name another with base_branch_id.");
        }
        return parent;
    }

    private static String database(Context context) {
        String name = context.queryParam("db_name");
        if (name == null || name.isBlank()) {
            throw RequestBody.bad("Say which database: db_name=NAME.");
        }
        return name;
    }

    private static @Nullable String moment(Context context, String prefix) {
        try {
            Moment moment =
                    Moment.ofFields(
                            context.queryParam(prefix + "lsn"),
                            context.queryParam(prefix + "timestamp"),
                            prefix);
            return moment instanceof Moment.Head ? null : moment.toString();
        } catch (Refusal refusal) {
            throw new EngineException(400, refusal.code(), String.valueOf(refusal.getMessage()));
        }
    }
}
