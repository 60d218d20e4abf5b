package dev.cambium.engine.api;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Data that belongs to nobody: what is personal, the rules for it, and branches with masked rows. A
 * branch is named by its id or its name. Thread-safe, as all calls; see {@link EngineCalls}.
 */
public interface AnonymizeCalls {

    /**
     * Which columns of a database hold personal data; no value is told.
     *
     * @param all also columns about which the project's rules have decided, and findings that are
     *     not sure enough to count
     */
    List<PersonalColumn> detect(String projectId, String branch, String database, boolean all);

    /** The masking functions there are. */
    List<MaskingFunctionInfo> functions();

    /** The project's rules for a database. */
    MaskingRulesText rules(String projectId, String database);

    /** Stores rules, as YAML, as a new version. */
    MaskingRulesText setRules(String projectId, String yaml);

    /**
     * Changes the project's rules for some columns, as a new version.
     *
     * @param changes with neither a function nor a value a column loses its rule
     */
    MaskingRulesText changeRules(String projectId, String database, List<MaskingRule> changes);

    /**
     * Approves the project's rules for the columns that a branch has now.
     *
     * @param acceptDetected whether what is found and has no rule gets the function that suits it
     */
    MaskingRulesText approveRules(
            String projectId, String branch, String database, boolean acceptDetected);

    /** Rows before and after, which nothing keeps. */
    MaskingPreviewReply preview(String projectId, String branch, MaskingTrial trial);

    /** Creates a branch with masked rows of another one; answers when all of them are there. */
    Created.BranchReply run(String projectId, NewAnonymized request);

    /** Fills such a branch anew from what its source holds now; answers when that is done. */
    AnonymizedStatus refresh(String projectId, String branch);

    /** Ends a run that makes or fills a branch; nothing of it stays. */
    void cancel(String projectId, String branch);

    /** What the run did that made the branch's content, one object for each database. */
    JsonNode report(String projectId, String branch);

    /** The same as one page of HTML for each database. */
    String htmlReport(String projectId, String branch);

    /**
     * Neon's {@code branch_anonymized}: a branch with the schema of its parent, no rows, and rules
     * of its own.
     *
     * @param start whether to begin to fill it at once
     */
    Created.BranchReply create(
            String projectId, NewBranch request, List<MaskingRule> rules, boolean start);

    List<MaskingRule> maskingRules(String projectId, String branch);

    /** Replaces all rules of a branch's own. */
    List<MaskingRule> setMaskingRules(String projectId, String branch, List<MaskingRule> rules);

    /** Begins to fill a branch, and answers at once. */
    AnonymizedStatus start(String projectId, String branch);

    AnonymizedStatus status(String projectId, String branch);

    /**
     * How a preview is to be made.
     *
     * @param rules YAML to try; null for the project's
     * @param rows of each table
     * @param changes to those rules, for this preview alone
     * @param table {@code schema.table}, the only one to look at; null for all
     */
    record MaskingTrial(
            String database,
            @Nullable String rules,
            boolean acceptDetected,
            int rows,
            List<MaskingRule> changes,
            @Nullable String table) {

        /** Of all tables, by the rules as they are. */
        public MaskingTrial(
                String database, @Nullable String rules, boolean acceptDetected, int rows) {
            this(database, rules, acceptDetected, rows, List.of(), null);
        }
    }
}
