package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.l10n.Text;

/** What a branch is doing, as one word, and how its lane ends in the graph. */
public enum BranchState {
    /** The engine is still making it. */
    CREATING("state.creating"),
    /** Its compute starts and does not answer yet. */
    STARTING("state.starting"),
    /** Its compute answers. */
    RUNNING("state.running"),
    /** Its compute is being stopped cleanly. */
    STOPPING("state.stopping"),
    /** Its compute does not run; it answers again when it is started. */
    ASLEEP("state.asleep"),
    /** Its compute died or could not start; the reason stands beside the word. */
    CRASHED("state.crashed");

    private final String key;

    BranchState(String key) {
        this.key = key;
    }

    /** A word that a newer engine may say and this window does not know counts as asleep. */
    public static BranchState of(Branch branch) {
        if (branch.currentState().equals("init")) {
            return CREATING;
        }
        return switch (branch.cambium().state()) {
            case "starting" -> STARTING;
            case "running" -> RUNNING;
            case "stopping" -> STOPPING;
            case "crashed" -> CRASHED;
            default -> ASLEEP;
        };
    }

    public String word() {
        return Text.get(key);
    }

    /** Whether a compute is there to be stopped. */
    public boolean awake() {
        return this == RUNNING || this == STARTING;
    }

    /** Whether the state will change by itself in a moment. */
    public boolean passing() {
        return this == CREATING || this == STARTING || this == STOPPING;
    }
}
