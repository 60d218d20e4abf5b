/** The engine's entry: one readable place where its parts are put together. */
@NullMarked
package dev.cambium.engine;

import org.jspecify.annotations.NullMarked;
