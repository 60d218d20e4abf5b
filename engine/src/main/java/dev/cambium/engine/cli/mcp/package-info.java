/**
 * The Model Context Protocol: what an agent may do with branches, as tools, over standard input and
 * output. {@code AgentServer} speaks the protocol by the official SDK, {@code BranchTools} and
 * {@code SqlTools} are the tools, {@code AgentScope} says which branches they may touch. Only this
 * package sees the SDK.
 */
@NullMarked
package dev.cambium.engine.cli.mcp;

import org.jspecify.annotations.NullMarked;
