package dev.cambium.engine.cli.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Serves one agent over two streams until it closes its own. */
public final class AgentServer {

    private final List<AgentTool> tools;
    private final String version;
    private final String instructions;

    /**
     * @param instructions what the agent is told about this server
     */
    public AgentServer(EngineClient engine, AgentScope scope, String version, String instructions) {
        this.tools =
                Stream.concat(
                                new BranchTools(engine, scope).all().stream(),
                                new SqlTools(engine, scope).all().stream())
                        .filter(
                                tool ->
                                        !(scope.readOnly()
                                                && tool.effect() != AgentTool.Effect.READS))
                        .toList();
        this.version = version;
        this.instructions = instructions;
    }

    /** Returns when the agent has closed {@code in}. */
    public void serve(InputStream in, OutputStream out) throws InterruptedException {
        McpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());
        AgentLines lines = new AgentLines(in, json);
        McpSyncServer server =
                McpServer.sync(new StdioServerTransportProvider(json, lines, out))
                        .serverInfo("cambium", version)
                        .instructions(instructions)
                        .capabilities(ServerCapabilities.builder().tools(false).build())
                        .tools(tools.stream().map(AgentServer::specification).toList())
                        .build();
        lines.start();
        lines.awaitEnd();
        server.closeGracefully();
    }

    private static SyncToolSpecification specification(AgentTool tool) {
        Tool described =
                Tool.builder(tool.name(), tool.schema())
                        .description(tool.does())
                        .annotations(hints(tool.effect()))
                        .build();
        return SyncToolSpecification.builder()
                .tool(described)
                .callHandler((_, request) -> answered(tool, request.arguments()))
                .build();
    }

    /** Whether something is destroyed is only meant of what changes something. */
    private static ToolAnnotations hints(AgentTool.Effect effect) {
        ToolAnnotations.Builder hints =
                ToolAnnotations.builder()
                        .readOnlyHint(effect == AgentTool.Effect.READS)
                        .openWorldHint(false);
        return effect == AgentTool.Effect.READS
                ? hints.build()
                : hints.destructiveHint(effect == AgentTool.Effect.REPLACES).build();
    }

    /** A refusal is an answer, too: the agent reads it and does something else. */
    private static CallToolResult answered(AgentTool tool, Map<String, Object> arguments) {
        try {
            Object result =
                    tool.answer()
                            .apply(
                                    new AgentTool.Arguments(
                                            arguments == null ? Map.of() : arguments));
            return CallToolResult.builder()
                    .addTextContent(ApiJson.mapper().writeValueAsString(result))
                    .isError(false)
                    .build();
        } catch (EngineException e) {
            return CallToolResult.builder()
                    .addTextContent(String.valueOf(e.getMessage()))
                    .isError(true)
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that cannot be written", e);
        }
    }
}
