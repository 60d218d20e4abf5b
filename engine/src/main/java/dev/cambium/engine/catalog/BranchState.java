package dev.cambium.engine.catalog;

/** The life of a branch as the catalog knows it; whether its compute runs is not stored here. */
public enum BranchState {
    /** Its name, port and ids are taken; its first timeline is not open yet. */
    CREATING,
    /** It has a timeline and can be connected to. */
    READY,
    /** Its end was asked for; what is left of it is being moved to the trash. */
    DELETING,
    /** In the trash: it can be recovered until its content is deleted for good. */
    DELETED
}
