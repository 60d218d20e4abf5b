package dev.cambium.gui.console;

import java.util.List;

/**
 * A step of how the server does a statement.
 *
 * @param words what it does, and to what
 * @param condition by which it filters or joins; empty without one
 * @param cost the planner's estimate for all up to here
 * @param expectedRows the planner's estimate
 * @param rows what came, of all loops; empty unless measured
 * @param millis how long it took with the steps below it, of all loops; empty unless measured
 */
record PlanNode(
        String words,
        String condition,
        String cost,
        String expectedRows,
        String rows,
        String millis,
        List<PlanNode> steps) {}
