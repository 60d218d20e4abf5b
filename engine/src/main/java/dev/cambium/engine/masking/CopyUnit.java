package dev.cambium.engine.masking;

import dev.cambium.anonymizer.plan.TablePlan;

/**
 * A part of a table that one thread masks at once.
 *
 * @param part counts the parts of a table
 * @param partitioned whether rows are in tables below it
 * @param where which rows; empty for all
 */
record CopyUnit(TablePlan plan, long part, boolean partitioned, String where) {}
