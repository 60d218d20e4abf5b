/**
 * Carries the rows of a database from one server to another through the anonymizer. {@link
 * dev.cambium.engine.masking.ShapeReader} tells the anonymizer what there is, {@link
 * dev.cambium.engine.masking.DatabaseDetection} asks it what is personal, and {@link
 * dev.cambium.engine.masking.MaskedLoad} reads rows with COPY, masks them and writes them with
 * COPY.
 *
 * <p>Knows servers by their private consoles, and no branches. Two threads work at once; memory
 * does not grow with the tables.
 */
@NullMarked
package dev.cambium.engine.masking;

import org.jspecify.annotations.NullMarked;
