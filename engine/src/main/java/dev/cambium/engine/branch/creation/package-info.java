/** The verbs that make projects and branches, with all data or with the schema only. */
@NullMarked
package dev.cambium.engine.branch.creation;

import org.jspecify.annotations.NullMarked;
