package dev.cambium.engine.branch.anonymize;

import dev.cambium.anonymizer.plan.Problem;
import dev.cambium.engine.masking.PreviewedTable;

import java.util.List;

/** How rows would become, and what speaks against it. Lives in memory only. */
public record Preview(List<PreviewedTable> tables, List<Problem> problems, List<String> warnings) {}
