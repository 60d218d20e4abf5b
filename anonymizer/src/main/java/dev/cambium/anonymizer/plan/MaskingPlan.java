package dev.cambium.anonymizer.plan;

import java.util.List;

/**
 * What is done with a database.
 *
 * @param problems while there are any, it must not be done
 * @param warnings what somebody should know, without being stopped
 */
public record MaskingPlan(List<TablePlan> tables, List<Problem> problems, List<String> warnings) {

    public MaskingPlan {
        tables = List.copyOf(tables);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
