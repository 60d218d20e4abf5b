/**
 * What a database is made of, at any moment of a branch, and how two points differ in that: objects
 * with their SQL and first rows, and changes side by side with the script that makes them.
 */
@NullMarked
package dev.cambium.gui.schema;

import org.jspecify.annotations.NullMarked;
