/**
 * Sessions on branches and their moments, over pgjdbc, as any client has them. They are opened when
 * something is to be asked, and closed soon after, so that the window keeps no branch awake.
 */
@NullMarked
package dev.cambium.gui.session;

import org.jspecify.annotations.NullMarked;
