/**
 * What can be done to branches: each verb is a call of the engine and the words that tell its end,
 * and a form asks what it needs to know. Menus, inspector and palette offer the same ones.
 */
@NullMarked
package dev.cambium.gui.verb;

import org.jspecify.annotations.NullMarked;
