package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;

/** Opens a branch in another program of this computer. */
public interface Opener {

    /** Why that cannot be done here; empty when it can. */
    String whyNot();

    /** Returns at once; what goes wrong is told by a notice. */
    void open(Branch branch);
}
