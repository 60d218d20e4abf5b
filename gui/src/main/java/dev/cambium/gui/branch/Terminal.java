package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;

/** Opens a terminal with psql on a branch. */
public interface Terminal {

    /** Why that cannot be done on this computer; empty when it can. */
    String whyNot();

    /** Returns at once; what goes wrong is told by a notice. */
    void psql(Branch branch);
}
