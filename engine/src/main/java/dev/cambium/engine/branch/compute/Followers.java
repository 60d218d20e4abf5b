package dev.cambium.engine.branch.compute;

/** What depends on the computes of branches, and is told what becomes of them. */
public interface Followers {

    /** A branch's content is about to be exchanged, or its compute stopped for good. */
    void end(String branchId);

    /** A branch's compute has started. Returns soon. */
    void started(String branchId);
}
