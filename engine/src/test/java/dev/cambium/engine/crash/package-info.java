/** What tests need to kill a process that writes, and look at what it left. */
@org.jspecify.annotations.NullMarked
package dev.cambium.engine.crash;
