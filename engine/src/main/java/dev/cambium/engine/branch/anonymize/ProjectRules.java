package dev.cambium.engine.branch.anonymize;

import dev.cambium.anonymizer.function.InvalidRuleException;
import dev.cambium.anonymizer.rules.MaskingRules;
import dev.cambium.anonymizer.rules.RulesYaml;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.MaskingRuleSet;

/** The rules of projects, each version kept. Thread-safe. */
final class ProjectRules {

    /** Rules and the number of their version; 0 when nobody ever wrote any. */
    record Versioned(MaskingRules rules, int version) {}

    private final EngineParts parts;
    private final MaskingKeys keys;

    ProjectRules(EngineParts parts, MaskingKeys keys) {
        this.parts = parts;
        this.keys = keys;
    }

    Versioned of(String projectId, String database) {
        return parts.catalog()
                .masking()
                .rules(projectId, database)
                .map(found -> new Versioned(RulesYaml.read(found.yaml()), found.version()))
                .orElse(new Versioned(MaskingRules.none(database), 0));
    }

    /** Adds a version, unless the last one says the same. */
    synchronized Versioned store(String projectId, MaskingRules rules) {
        var _ = keys.of(projectId);
        Versioned last = of(projectId, rules.database());
        if (last.version() > 0 && last.rules().equals(rules)) {
            return last;
        }
        int version = last.version() + 1;
        parts.catalog()
                .commit(
                        change ->
                                change.masking()
                                        .put(
                                                new MaskingRuleSet(
                                                        projectId,
                                                        rules.database(),
                                                        version,
                                                        RulesYaml.write(rules),
                                                        parts.clock().instant())));
        return new Versioned(rules, version);
    }

    /**
     * Reads what somebody wrote.
     *
     * @throws Refusal that says where and why, if it is not rules
     */
    static MaskingRules read(String yaml) {
        try {
            return RulesYaml.read(yaml);
        } catch (InvalidRuleException e) {
            throw invalid(e);
        }
    }

    static Refusal invalid(InvalidRuleException e) {
        return new Refusal(Kind.INVALID, "MASKING_RULE_INVALID", String.valueOf(e.getMessage()), e);
    }
}
