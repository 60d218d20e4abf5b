/**
 * What every verb is made with: the parts of the engine, the locks of branches, the log of
 * operations with their intents and outcomes, names, refusals, and what is told to those who watch.
 */
@NullMarked
package dev.cambium.engine.branch.operation;

import org.jspecify.annotations.NullMarked;
