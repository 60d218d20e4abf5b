/**
 * What happens to branches that exist: reset, restore, import, rename, protect, expire, flatten,
 * delete, recover, and the undo of each.
 */
@NullMarked
package dev.cambium.engine.branch.life;

import org.jspecify.annotations.NullMarked;
