/**
 * The engine's HTTP API on 127.0.0.1: Neon's calls under {@code /api/v2}, ours under {@code
 * /api/v2/cambium}, and the stream of events.
 *
 * <p>This package knows HTTP and nothing else: it checks the key, reads and limits what comes in,
 * asks the {@link dev.cambium.engine.server.EngineService}, and writes Neon's envelopes around what
 * comes back. A request that names something Neon has and this engine has not is refused with 501,
 * never half obeyed.
 */
@NullMarked
package dev.cambium.engine.server;

import org.jspecify.annotations.NullMarked;
