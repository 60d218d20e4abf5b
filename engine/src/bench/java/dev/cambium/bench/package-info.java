/**
 * Measurements that are run by hand and print figures with their spread; never part of the tests.
 * See docs/HACKING.md.
 */
@NullMarked
package dev.cambium.bench;

import org.jspecify.annotations.NullMarked;
