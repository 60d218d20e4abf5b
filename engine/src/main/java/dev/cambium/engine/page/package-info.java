/**
 * Values of Postgres storage: log positions, and the numbers the engine calls things by. No I/O and
 * no logging here.
 */
@NullMarked
package dev.cambium.engine.page;

import org.jspecify.annotations.NullMarked;
