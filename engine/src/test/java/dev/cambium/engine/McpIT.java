package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.testing.Patience;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An agent's client of the official SDK, over real pipes, with a real engine behind the server. */
class McpIT {

    @TempDir private static Path folder;
    private static ApiFixture engine;

    @BeforeAll
    static void start() throws Exception {
        engine = ApiFixture.withNote(folder.resolve("home"));
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void aRunHasABranchOfItsOwnThatGoesWithIt() throws Exception {
        try (McpSyncClient agent = agent("--throw-away")) {
            assertThat(agent.initialize().instructions()).contains("Your own branch is run-");
            assertThat(agent.listTools().tools())
                    .extracting(Tool::name)
                    .contains(
                            "list_branches",
                            "create_branch",
                            "reset_branch",
                            "restore_branch",
                            "create_snapshot",
                            "compare_schemas",
                            "run_sql",
                            "checkpoint",
                            "rewind");
            for (String more : List.of("delete from note", "select 1; select 2")) {
                assertThat(refused(agent, "run_sql", Map.of("sql", more)))
                        .contains("with read_only: false it runs")
                        .doesNotContain("connect to a branch");
            }
            ok(agent, "run_sql", Map.of("sql", "insert into note values (2)", "read_only", false));
            ok(agent, "checkpoint", Map.of("name", "before"));
            ok(agent, "run_sql", Map.of("sql", "drop table note", "read_only", false));
            assertThat(refused(agent, "run_sql", Map.of("sql", "select sum(id) from note")))
                    .contains("note");
            ok(agent, "rewind", Map.of("checkpoint", "before"));
            assertThat(sum(agent)).isEqualTo("3");
            ok(
                    agent,
                    "run_sql",
                    Map.of(
                            "sql",
                            "create table more (id int); select 1 as one",
                            "read_only",
                            false));
            assertThat(ok(agent, "compare_schemas", Map.of()).toString())
                    .contains("CREATE TABLE public.more");
            ok(agent, "create_snapshot", Map.of("name", "kept"));
            ok(agent, "restore_snapshot", Map.of("snapshot", "kept", "name", "again"));
            ok(agent, "reset_branch", Map.of());
            assertThat(sum(agent)).isEqualTo("1");
            ok(agent, "create_branch", Map.of("name", "side"));
            ok(
                    agent,
                    "run_sql",
                    Map.of("sql", "delete from note", "branch", "side", "read_only", false));
            assertThat(
                            refused(
                                    agent,
                                    "run_sql",
                                    Map.of(
                                            "sql",
                                            "delete from note",
                                            "branch",
                                            "main",
                                            "read_only",
                                            false)))
                    .contains("not this session's");
            assertThat(refused(agent, "delete_branch", Map.of("branch", "main")))
                    .contains("not this session's");
        }
        assertThat(engine.query("main", "select count(*) from note")).isEqualTo("1");
        // Those it made, what it rewound and what it restored go with it.
        Patience.await("main is all there is")
                .until(McpIT::branches, names -> names.stream().allMatch("main"::equals));
    }

    @Test
    void whoMayOnlyReadHasNoToolThatChangesAnything() throws Exception {
        try (McpSyncClient agent = agent("--read-only")) {
            assertThat(agent.initialize().instructions()).contains("only reads");
            assertThat(agent.listTools().tools())
                    .allSatisfy(
                            tool -> {
                                assertThat(tool.annotations().readOnlyHint()).isTrue();
                                assertThat(tool.inputSchema().toString())
                                        .doesNotContain("read_only");
                            })
                    .extracting(Tool::name)
                    .contains("run_sql", "list_branches")
                    .doesNotContain("create_branch", "reset_branch", "rewind", "undo");
            assertThat(sum(agent)).isEqualTo("1");
            assertThat(
                            refused(
                                    agent,
                                    "run_sql",
                                    Map.of("sql", "delete from note", "read_only", false)))
                    .contains("read_only");
            assertThat(refused(agent, "run_sql", Map.of("sql", "delete from note")))
                    .doesNotContain("read_only")
                    .contains("may only read");
        }
        assertThat(engine.query("main", "select count(*) from note")).isEqualTo("1");
    }

    /** COPY TO PROGRAM is nothing that a transaction which only reads refuses; the role is. */
    @Test
    void whoMayOnlyReadReachesTablesAndNothingElse() throws Exception {
        engine.execute("main", "create table secret as select 42 as n");
        engine.execute("main", "alter table secret enable row level security");
        Path ran = folder.resolve("ran");
        try (McpSyncClient agent = agent("--read-only")) {
            agent.initialize();
            assertThat(ok(agent, "run_sql", Map.of("sql", "select n from secret")).toString())
                    .contains("42");
            for (String harm :
                    List.of(
                            "copy secret to program 'touch %s'".formatted(ran),
                            "do $$ begin reset role; copy secret to program 'touch %s'; end $$"
                                    .formatted(ran),
                            "do $$ begin set session authorization postgres; end $$",
                            "select pg_read_file('postgresql.conf')")) {
                assertThat(refused(agent, "run_sql", Map.of("sql", harm)))
                        .as(harm)
                        .contains("permission denied");
            }
            engine.execute("main", "alter role cambium_reader superuser");
            assertThat(refused(agent, "run_sql", Map.of("sql", "select 1")))
                    .contains("ALTER ROLE cambium_reader NOSUPERUSER");
            engine.execute("main", "alter role cambium_reader nosuperuser");
            assertThat(sum(agent)).isEqualTo("1");
        }
        assertThat(ran).doesNotExist();
        engine.execute("main", "drop table secret");
    }

    @Test
    void toolsSayWhatTheyCanDestroy() throws Exception {
        try (McpSyncClient agent = agent()) {
            agent.initialize();
            List<Tool> changing =
                    agent.listTools().tools().stream()
                            .filter(tool -> !tool.annotations().readOnlyHint())
                            .toList();
            assertThat(changing)
                    .filteredOn(tool -> tool.annotations().destructiveHint())
                    .extracting(Tool::name)
                    .containsExactlyInAnyOrder(
                            "delete_branch",
                            "reset_branch",
                            "restore_branch",
                            "rewind",
                            "undo",
                            "run_sql");
            assertThat(changing)
                    .filteredOn(tool -> !tool.annotations().destructiveHint())
                    .extracting(Tool::name)
                    .containsExactlyInAnyOrder(
                            "create_branch",
                            "checkpoint",
                            "create_snapshot",
                            "restore_snapshot",
                            "connection_string");
        }
    }

    @Test
    void aLineThatIsNoMessageIsPassedOverAndTheEndOfInputEndsTheRun() throws Exception {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(arguments("--throw-away"));
        Path complaints = folder.resolve("complaints");
        Process server = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        try (BufferedWriter to = server.outputWriter();
                BufferedReader from = server.inputReader()) {
            say(
                    to,
                    """
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""");
            assertThat(from.readLine()).contains("\"id\":1");
            say(to, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            List<String> odd = List.of("", "not JSON", "[]", "{}", "{\"jsonrpc\":\"2.0\"", "7");
            for (String line : odd) {
                say(to, line);
            }
            say(to, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
            assertThat(assertTimeoutPreemptively(Patience.LIMIT, from::readLine))
                    .contains("\"id\":2");
            assertThat(branches()).anyMatch(name -> name.startsWith("run-"));
            to.close();
            assertThat(server.waitFor(120, TimeUnit.SECONDS)).as("it has ended").isTrue();
        } finally {
            server.destroyForcibly();
        }
        assertThat(server.exitValue()).isZero();
        assertThat(complaints).hasContent("");
        assertThat(branches()).noneMatch(name -> name.startsWith("run-"));
    }

    private static void say(BufferedWriter to, String line) throws IOException {
        to.write(line + "\n");
        to.flush();
    }

    private static McpSyncClient agent(String... options) {
        StdioClientTransport transport =
                new StdioClientTransport(
                        ServerParameters.builder(java()).args(arguments(options)).build(),
                        new JacksonMcpJsonMapper(new ObjectMapper()));
        return McpClient.sync(transport)
                .requestTimeout(Patience.LIMIT)
                .initializationTimeout(Patience.LIMIT)
                .build();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> arguments(String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.cambium.engine.cli.Cambium",
                                "--home",
                                engine.home.folder().toString(),
                                "mcp"));
        arguments.addAll(List.of(options));
        return arguments;
    }

    private static String sum(McpSyncClient agent) throws Exception {
        return ok(agent, "run_sql", Map.of("sql", "select sum(id) from note"))
                .path("rows")
                .path(0)
                .path(0)
                .asText();
    }

    private static JsonNode ok(McpSyncClient agent, String tool, Map<String, Object> given)
            throws Exception {
        CallToolResult result = called(agent, tool, given);
        assertThat(result.isError()).as("%s: %s", tool, text(result)).isFalse();
        return ApiJson.mapper().readTree(text(result));
    }

    private static String refused(McpSyncClient agent, String tool, Map<String, Object> given) {
        CallToolResult result = called(agent, tool, given);
        assertThat(result.isError()).as("%s: %s", tool, text(result)).isTrue();
        return text(result);
    }

    private static CallToolResult called(
            McpSyncClient agent, String tool, Map<String, Object> given) {
        return agent.callTool(CallToolRequest.builder(tool).arguments(given).build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    private static List<String> branches() {
        return engine.client.branches().list(engine.project.id()).stream()
                .map(Branch::name)
                .toList();
    }
}
