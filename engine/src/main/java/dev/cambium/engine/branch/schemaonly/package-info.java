/**
 * Takes everything but the schema out of a database server that is a copy of another one: every
 * row, every statistic, every large object, and every page that ever held one.
 *
 * <p>{@link dev.cambium.engine.branch.schemaonly.Emptying} is the way in. It works on a private
 * server and answers with {@link dev.cambium.engine.branch.schemaonly.KeptFiles}: of all files in
 * its data folder those that a new server needs. The idea: nothing is cleaned in place. A relation
 * gets a new file, written by the server after what it held was taken out of it, unless {@link
 * dev.cambium.engine.branch.schemaonly.OldContent} knows that its file holds nothing of anybody;
 * only those files are kept. What is not known to be needed stays behind.
 *
 * <p>Knows Postgres 16 to 18. Nothing in here knows branches.
 */
@NullMarked
package dev.cambium.engine.branch.schemaonly;

import org.jspecify.annotations.NullMarked;
