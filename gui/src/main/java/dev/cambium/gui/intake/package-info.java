/** Data on its way in: SQL files, archives of pg_dump, a running database, and the sample shop. */
@NullMarked
package dev.cambium.gui.intake;

import org.jspecify.annotations.NullMarked;
