/** From rules and findings to what is done with each column, and what speaks against it. */
@NullMarked
package dev.cambium.anonymizer.plan;

import org.jspecify.annotations.NullMarked;
