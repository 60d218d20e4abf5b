package dev.cambium.engine.branch.anonymize;

import dev.cambium.engine.branch.creation.CreateSchemaOnly.Content;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.catalog.AnonymizedBranch;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Timeline;

import java.time.Instant;

/** A branch without rows that waits for its first run. */
record WaitingContent(Branch source, String rules) implements Content {

    @Override
    public void prepare(Found found) {}

    @Override
    public double shareBefore() {
        return 1;
    }

    @Override
    public void fill(Timeline opening, Operation operation) {}

    @Override
    public void note(Change change, Branch created, Instant now) {
        change.masking().put(AnonymizedBranch.waiting(created.id(), source, rules, now));
    }

    @Override
    public String told(Branch created, Found found) {
        return "%s was created with the schema of %s, to be anonymized"
                .formatted(created.name(), found.told().source());
    }
}
