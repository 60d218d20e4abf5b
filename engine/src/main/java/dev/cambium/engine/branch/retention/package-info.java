/**
 * What must stay and what may go: leases on what somebody opens, the steps of a timeline's life,
 * and the trash, which deletes for good what is due.
 */
@NullMarked
package dev.cambium.engine.branch.retention;

import org.jspecify.annotations.NullMarked;
