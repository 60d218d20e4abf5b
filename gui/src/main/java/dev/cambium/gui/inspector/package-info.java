/**
 * The inspector of the chosen branch, in the order of a person's questions: what is it, how do I
 * connect, how is it, what does it cost, what can I do.
 */
@NullMarked
package dev.cambium.gui.inspector;

import org.jspecify.annotations.NullMarked;
