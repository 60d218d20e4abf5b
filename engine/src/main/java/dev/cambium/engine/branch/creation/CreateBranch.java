package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.history.Opened;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.timeline.Point;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * Creates a branch with the content its parent has now, or had at another moment.
 *
 * <p>Steps: moment found → intent (branch CREATING, timeline OPENING) → timeline opened → outcome
 * (branch READY on it) → compute. A kill before the outcome undoes it all at the next start; one
 * behind it leaves a whole branch whose compute sleeps.
 */
public final class CreateBranch {

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Moments moments;
    private final Forking forking;
    private final BranchIntent intent;
    private final BranchNews news;

    public CreateBranch(
            EngineParts parts,
            OperationLog operations,
            BranchLocks locks,
            Moments moments,
            Forking forking,
            PortChooser ports,
            BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.moments = moments;
        this.forking = forking;
        this.intent = new BranchIntent(parts, operations, ports);
        this.news = news;
    }

    /**
     * Returns when the branch exists durably; its compute is not started here.
     *
     * @param moment of the parent
     */
    public Branched run(Project project, Branch parent, Moment moment, BranchWish wish) {
        Branch creating = intent.creating(project, parent.id(), wish);
        Instant now = creating.createdAt();
        try (BranchLocks.Hold parentHeld = locks.fork(parent.id(), parent.name());
                BranchLocks.Hold held = locks.change(creating.id(), creating.name(), "created");
                Found found = moments.find(parent, moment)) {
            Timeline opening = Timelines.opening(Ids.timeline(), project, now);
            return new Branched(create(creating, wish, found, opening), found.told());
        } catch (IOException e) {
            throw Refusal.of(e, "create branch '" + creating.name() + "'");
        } finally {
            intent.settled(creating);
        }
    }

    private Branch create(Branch creating, BranchWish wish, Found found, Timeline opening) {
        Branch parent = found.branch();
        Operation operation = intent.begin(creating, wish, parent, opening, Map.of());
        try (Opened opened = forking.fork(found.lease(), opening.id())) {
            Point point = opened.point();
            Instant now = parts.clock().instant();
            ParentPoint left = new ParentPoint(point.timeline(), point.lsn(), found.time());
            operations.finish(
                    operation,
                    change -> {
                        change.put(Timelines.openedAt(opening, point));
                        opened.note(change, opening.id());
                        change.put(Branches.ready(creating, left, now));
                        change.appendTenure(creating.id(), opening.id(), now);
                        parts.catalog()
                                .databases(parent.id())
                                .forEach(
                                        known ->
                                                change.put(
                                                        BranchNews.copied(known, creating.id())));
                    });
        } catch (IOException | RuntimeException e) {
            throw intent.givenUp(operation, creating, opening, e);
        }
        news.tell(
                creating,
                BranchEventKind.CREATED,
                "%s was created from %s".formatted(creating.name(), found.told().source()));
        return parts.catalog().branch(creating.id()).orElseThrow();
    }
}
