/**
 * The words on the screen: the bundle of texts, and how sizes, moments and durations are written.
 */
@NullMarked
package dev.cambium.gui.l10n;

import org.jspecify.annotations.NullMarked;
