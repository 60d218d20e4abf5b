package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.LateCleanup;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.SchemaSource;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * Creates a root branch with the schema that another branch has now, or had at another moment, and
 * none of its rows.
 *
 * <p>Steps: moment found → intent (branch CREATING, its timeline OPENING) → a copy opened, emptied
 * and stopped → timeline made of what is left → outcome (branch READY on it), while the copy is
 * deleted. A kill before the outcome undoes it all at the next start, which also deletes the copy.
 */
public final class CreateSchemaOnly {

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Moments moments;
    private final History history;
    private final PortChooser ports;
    private final BranchIntent intent;
    private final BranchNews news;
    private final LateCleanup cleanup;

    public CreateSchemaOnly(
            EngineParts parts,
            OperationLog operations,
            BranchLocks locks,
            Moments moments,
            History history,
            PortChooser ports,
            BranchNews news,
            LateCleanup cleanup) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.moments = moments;
        this.history = history;
        this.ports = ports;
        this.intent = new BranchIntent(parts, operations, ports);
        this.news = news;
        this.cleanup = cleanup;
    }

    /** What else belongs to the new branch, before anybody sees it. */
    public interface Content {

        /** Called first, while nothing is written yet, and so free to refuse. */
        void prepare(Found found) throws IOException;

        /** How much of the whole work the schema is, from 0 to 1. */
        double shareBefore();

        /** Works on the timeline, which is at rest, and leaves it at rest. */
        void fill(Timeline opening, Operation operation) throws IOException;

        /** To be part of the outcome. */
        void note(Change change, Branch created, Instant now);

        /** What people shall read when it is done. */
        String told(Branch created, Found found);
    }

    private static final Content NONE =
            new Content() {
                @Override
                public void prepare(Found found) {}

                @Override
                public double shareBefore() {
                    return 1;
                }

                @Override
                public void fill(Timeline opening, Operation operation) {}

                @Override
                public void note(Change change, Branch created, Instant now) {}

                @Override
                public String told(Branch created, Found found) {
                    return "%s was created with the schema of %s, without its rows"
                            .formatted(created.name(), found.told().source());
                }
            };

    /**
     * Returns when the branch exists durably; its compute is not started here.
     *
     * @param source whose schema it gets
     * @param moment of the source
     */
    public Branched run(Project project, Branch source, Moment moment, BranchWish wish) {
        return run(project, source, moment, wish, NONE);
    }

    /** As {@link #run(Project, Branch, Moment, BranchWish)} with more than a schema. */
    public Branched run(
            Project project, Branch source, Moment moment, BranchWish wish, Content content) {
        Branch creating = intent.creating(project, null, wish);
        Instant now = creating.createdAt();
        try (BranchLocks.Hold sourceHeld = locks.fork(source.id(), source.name());
                BranchLocks.Hold held = locks.change(creating.id(), creating.name(), "created");
                Found found = moments.find(source, moment)) {
            content.prepare(found);
            Timeline opening = Timelines.opening(Ids.timeline(), project, now);
            return new Branched(
                    create(project, creating, wish, found, opening, content), found.told());
        } catch (IOException e) {
            throw Refusal.of(e, "create branch '" + creating.name() + "'");
        } finally {
            intent.settled(creating);
        }
    }

    private Branch create(
            Project project,
            Branch creating,
            BranchWish wish,
            Found found,
            Timeline opening,
            Content content) {
        Branch source = found.branch();
        Operation operation =
                intent.begin(creating, wish, source, opening, Map.of("init_source", "schema-only"));
        EmptiedCopy copy = new EmptiedCopy(parts, ports, project);
        operations.cancellable(operation, copy.timeline(), opening.id());
        try {
            copy.make(
                    found.lease(),
                    source.isProtected(),
                    opening.id(),
                    (message, fraction) ->
                            operations.progress(
                                    operation, message, content.shareBefore() * fraction));
        } catch (IOException | RuntimeException e) {
            Cleanup.attempt(copy::throwAway);
            throw intent.givenUp(operation, creating, opening, e);
        }
        cleanup.begin(copy::throwAway);
        try {
            content.fill(opening, operation);
            operations.pointOfNoReturn(operation);
            finish(operation, creating, found, opening, content);
        } catch (IOException | RuntimeException e) {
            throw intent.givenUp(operation, creating, opening, e);
        }
        news.tell(creating, BranchEventKind.CREATED, content.told(creating, found));
        return parts.catalog().branch(creating.id()).orElseThrow();
    }

    private void finish(
            Operation operation, Branch creating, Found found, Timeline opening, Content content)
            throws IOException {
        Branch source = found.branch();
        try (Lease rest = history.rest(opening.id())) {
            Instant now = parts.clock().instant();
            operations.finish(
                    operation,
                    change -> {
                        change.put(Timelines.rooted(opening));
                        rest.birth(change, opening.id());
                        change.put(Branches.ready(creating, null, now));
                        change.appendTenure(creating.id(), opening.id(), now);
                        change.put(
                                new SchemaSource(
                                        creating.id(),
                                        source.id(),
                                        source.name(),
                                        found.point().lsn(),
                                        found.time()));
                        content.note(change, creating, now);
                        parts.catalog()
                                .databases(source.id())
                                .forEach(
                                        known ->
                                                change.put(
                                                        BranchNews.copied(known, creating.id())));
                    });
        }
    }
}
