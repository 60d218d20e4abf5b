package dev.cambium.engine.cli.mcp;

import static dev.cambium.engine.cli.mcp.AgentTool.Parameter.optional;
import static dev.cambium.engine.cli.mcp.AgentTool.Parameter.required;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.cli.mcp.AgentTool.Arguments;
import dev.cambium.engine.cli.mcp.AgentTool.Effect;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** SQL for an agent. Thread-safe. */
final class SqlTools {

    /** PostgreSQL's SQLSTATE of what a read-only transaction refuses. */
    private static final String READ_ONLY_TRANSACTION = "(SQLSTATE 25006";

    /** As much as an agent can read. */
    private static final int ROWS_MAX = 1_000;

    private static final int SECONDS_MAX = 60;

    private final EngineClient engine;
    private final AgentScope scope;

    SqlTools(EngineClient engine, AgentScope scope) {
        this.engine = engine;
        this.scope = scope;
    }

    List<AgentTool> all() {
        AgentTool.Parameter sql = required("sql", "SQL as Postgres knows it.");
        AgentTool.Parameter branch =
                optional("branch", "Its name or id; left out, the session's branch.");
        AgentTool.Parameter database = optional("database", "Left out, the default one.");
        AgentTool.Parameter at = optional("at", "A moment to read at: an LSN or a time.");
        if (scope.readOnly()) {
            return List.of(
                    new AgentTool(
                            "run_sql",
                            "Runs one statement that reads on a branch.",
                            Effect.READS,
                            List.of(sql, branch, database, at),
                            this::read));
        }
        AgentTool.Parameter readOnly =
                new AgentTool.Parameter("read_only", "boolean", "true if left out.", false);
        return List.of(
                new AgentTool(
                        "run_sql",
                        "Runs SQL on a branch. It only reads, one statement, unless read_only is false: then any statements run and are committed together.",
                        Effect.REPLACES,
                        List.of(sql, branch, database, at, readOnly),
                        this::run));
    }

    private Object run(Arguments given) {
        boolean writes = Boolean.FALSE.equals(given.values().get("read_only"));
        if (!writes) {
            return read(given);
        }
        if (given.text("at") != null) {
            throw new EngineException(
                    400, "PAST_IS_READ_ONLY", "The past can only be read: create a branch there.");
        }
        return written(
                scope.own(engine, given.text("branch")).id(),
                given.text("database"),
                given.needed("sql"));
    }

    private Object read(Arguments given) {
        try {
            return engine.past()
                    .query(
                            scope.projectId(),
                            scope.branch(engine, given.text("branch")).id(),
                            new QueryRequest(
                                    given.needed("sql"),
                                    given.text("at"),
                                    given.text("database"),
                                    QueryRequest.READER,
                                    ROWS_MAX,
                                    SECONDS_MAX));
        } catch (EngineException e) {
            throw new EngineException(e.status(), e.code(), forAgents(e, given));
        }
    }

    /** An agent does not connect: what it can do about it is told in the tool's own words. */
    private String forAgents(EngineException e, Arguments given) {
        String sentence = String.valueOf(e.getMessage());
        boolean writes = sentence.contains(READ_ONLY_TRANSACTION);
        if (!writes && !e.code().equals("NOT_ONE_STATEMENT")) {
            return sentence;
        }
        String instead;
        if (scope.readOnly()) {
            instead = "This session may only read, one statement at a time.";
        } else if (given.text("at") != null) {
            instead = "The past can only be read, by one statement: create a branch there.";
        } else {
            instead =
                    "run_sql takes one statement that reads; with read_only: false it runs any statements and commits them together.";
        }
        return writes
                ? sentence.substring(0, sentence.indexOf(READ_ONLY_TRANSACTION)).strip()
                        + ". "
                        + instead
                : sentence + " " + instead;
    }

    private Object written(String branch, @Nullable String database, String sql) {
        ConnectionUri.Parameters at =
                engine.endpoints()
                        .connectionUri(scope.projectId(), branch, database, null)
                        .connectionParameters();
        Properties login = new Properties();
        login.setProperty("user", at.role());
        login.setProperty("password", at.password());
        login.setProperty("ApplicationName", "cambium mcp");
        String url = "jdbc:postgresql://%s/%s".formatted(at.host(), at.database());
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS_MAX);
            statement.setMaxRows(ROWS_MAX);
            List<Object> results = new ArrayList<>();
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                results.add(rows ? rows(statement) : Map.of("rows", statement.getUpdateCount()));
                rows = statement.getMoreResults();
            }
            return Map.of("results", results);
        } catch (SQLException e) {
            throw new EngineException(
                    400,
                    e.getSQLState() == null ? "SQL_FAILED" : e.getSQLState(),
                    String.valueOf(e.getMessage()));
        }
    }

    private static Object rows(Statement statement) throws SQLException {
        List<Map<String, @Nullable String>> all = new ArrayList<>();
        try (ResultSet rows = statement.getResultSet()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                Map<String, @Nullable String> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns; i++) {
                    row.put(rows.getMetaData().getColumnLabel(i), rows.getString(i));
                }
                all.add(row);
            }
        }
        return Map.of("values", all);
    }
}
