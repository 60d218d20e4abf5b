/**
 * The command line: one class per noun, on top of {@link dev.cambium.engine.api.EngineClient} and
 * nothing else of the engine's.
 *
 * <p>Results go to standard output, as a table, or as JSON or YAML in the API's own shape; what is
 * said on the way (progress, hints, errors) goes to standard error. Exit codes: 0 done, 1 refused,
 * 2 wrong usage, 3 no engine to be reached.
 */
@NullMarked
package dev.cambium.engine.cli;

import org.jspecify.annotations.NullMarked;
