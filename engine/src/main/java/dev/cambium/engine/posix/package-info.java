/**
 * The few calls of the operating system that Java has no words for, each in a class of its own,
 * through the FFM API. Only this package and {@code fuse} call native code.
 */
@NullMarked
package dev.cambium.engine.posix;

import org.jspecify.annotations.NullMarked;
