/**
 * Points: the one primitive. An {@link dev.cambium.engine.timeline.Image} is a seal whose place in
 * WAL is known; a {@link dev.cambium.engine.timeline.Point} is a timeline and an LSN; {@link
 * dev.cambium.engine.timeline.Opening} makes a new timeline at a point, and {@link
 * dev.cambium.engine.timeline.StartCheck} stops it from being served if it began anywhere else.
 *
 * <p>Why the rules are what they are:
 *
 * <ul>
 *   <li>A seal is an image only if its pg_control says IN PRODUCTION. It opens at any X that is not
 *       before E, the end of WAL read after the seal: opened earlier, pages in it would be newer
 *       than the WAL that was replayed, and Postgres would start without noticing.
 *   <li>A seal of a cleanly stopped server is a rest. Postgres starts from it without recovery, so
 *       as it is it opens at the end of its shutdown checkpoint only: opened later, the server
 *       would silently be at the wrong moment and write into WAL that belongs to the parent.
 *       Turned, with the state IN PRODUCTION in the fork's pg_control, it opens at any X from its
 *       end on, by recovery from the shutdown checkpoint; and then unlogged tables are empty.
 *   <li>The WAL segment in which recovery ends is the child's own file, never a link: the child
 *       goes on writing in it.
 * </ul>
 */
@NullMarked
package dev.cambium.engine.timeline;

import org.jspecify.annotations.NullMarked;
