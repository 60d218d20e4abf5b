package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.testing.Patience;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Neon's MCP server as npm has it, told by {@code NEON_API_HOST} where the API is. Its tools that
 * ask the API work; those that ask a database do so over HTTP at an address of Neon's own, which
 * nothing changes, and fail with a sentence.
 */
class NeonMcpSuite {

    @TempDir private static Path folder;
    private static Path program;
    private static ApiFixture engine;

    @BeforeAll
    static void start() throws Exception {
        program =
                NeonPackages.mcpServer()
                        .resolve("node_modules/@neondatabase/mcp-server-neon/dist/index.js");
        engine = ApiFixture.withNote(folder.resolve("home"));
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void anAgentFindsTheProjectAndMakesResetsAndDeletesABranchOfIt() throws Exception {
        String project = engine.project.id();
        try (McpSyncClient agent = agent()) {
            assertThat(agent.initialize().serverInfo().name()).isEqualTo("mcp-server-neon");
            assertThat(said(agent, "list_projects", Map.of())).contains(project);
            assertThat(said(agent, "describe_project", Map.of("projectId", project)))
                    .contains("main");
            said(agent, "create_branch", Map.of("projectId", project, "branchName", "agent"));
            Branch made = branch("agent");
            engine.execute("agent", "insert into note values (2)");
            said(
                    agent,
                    "reset_from_parent",
                    Map.of("projectId", project, "branchIdOrName", "agent"));
            assertThat(engine.query("agent", "select count(*) from note")).isEqualTo("1");
            assertThat(
                            said(
                                    agent,
                                    "get_connection_string",
                                    Map.of("projectId", project, "branchId", made.id())))
                    .contains("localhost:" + made.cambium().port());
            assertThat(
                            said(
                                    agent,
                                    "list_branch_computes",
                                    Map.of("projectId", project, "branchId", made.id())))
                    .contains(made.id());
            CallToolResult sql =
                    called(agent, "run_sql", Map.of("projectId", project, "sql", "select 1"));
            assertThat(sql.isError()).isTrue();
            said(agent, "delete_branch", Map.of("projectId", project, "branchId", made.id()));
            assertThat(engine.client.branches().list(project))
                    .extracting(Branch::name)
                    .containsExactly("main");
        }
    }

    private static Branch branch(String name) {
        return engine.client.branches().list(engine.project.id()).stream()
                .filter(branch -> branch.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static McpSyncClient agent() {
        EngineHome home = engine.home;
        ServerParameters server =
                ServerParameters.builder("node")
                        .args(program.toString(), "start", home.apiKeyOrNew(), "--no-analytics")
                        .env(
                                Map.of(
                                        "NEON_API_HOST",
                                        home.listening().orElseThrow().apiUrl(),
                                        "SENTRY_DSN",
                                        "",
                                        "PATH",
                                        System.getenv("PATH")))
                        .build();
        return McpClient.sync(
                        new StdioClientTransport(
                                server, new JacksonMcpJsonMapper(new ObjectMapper())))
                .requestTimeout(Patience.LIMIT)
                .initializationTimeout(Patience.LIMIT)
                .build();
    }

    private static String said(McpSyncClient agent, String tool, Map<String, Object> given) {
        CallToolResult result = called(agent, tool, given);
        assertThat(result.isError()).as("%s: %s", tool, text(result)).isNotEqualTo(true);
        return text(result);
    }

    private static CallToolResult called(
            McpSyncClient agent, String tool, Map<String, Object> given) {
        return agent.callTool(
                CallToolRequest.builder(tool).arguments(Map.of("params", given)).build());
    }

    private static String text(CallToolResult result) {
        return result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }
}
