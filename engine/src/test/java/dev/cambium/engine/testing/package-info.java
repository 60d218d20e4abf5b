/** What tests of several packages share: real servers to test against. */
@NullMarked
package dev.cambium.engine.testing;

import org.jspecify.annotations.NullMarked;
