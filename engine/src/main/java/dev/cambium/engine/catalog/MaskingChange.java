package dev.cambium.engine.catalog;

import dev.cambium.engine.page.TimelineId;

/** What a commit may do to what anonymizing needs; as valid as the {@link Change} it came from. */
public interface MaskingChange {

    void put(MaskingKey key);

    /** Adds a version of rules. */
    void put(MaskingRuleSet rules);

    /** Adds or replaces; the branch must be there. */
    void put(AnonymizedBranch branch);

    /** Adds what a run did that made a timeline; the timeline must be there. */
    void putReport(TimelineId timeline, String report);

    /**
     * Says of a timeline that begins with what another one holds that a run masked it, if one did;
     * both must be there, or be put before.
     */
    void passReport(TimelineId from, TimelineId to);

    void removeBranch(String branchId);

    void removeReport(TimelineId timeline);

    void removeProject(String projectId);
}
