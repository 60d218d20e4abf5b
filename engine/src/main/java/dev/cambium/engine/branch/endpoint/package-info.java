/**
 * How clients get in: ports and doors, where a connection leads, sleep and wake, and the hot
 * standbys behind read-only endpoints.
 */
@NullMarked
package dev.cambium.engine.branch.endpoint;

import org.jspecify.annotations.NullMarked;
