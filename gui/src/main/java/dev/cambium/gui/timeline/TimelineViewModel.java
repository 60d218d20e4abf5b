package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Tick;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.branch.TypedMoment;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

/**
 * The slider of the chosen branch: what of its past is in view, and the moment the playhead stands
 * at. What is in view is read again whenever the branch wrote, one question at a time. Used on the
 * screen's thread.
 */
public final class TimelineViewModel {

    /** How soon to ask again while the engine still reads WAL. */
    private static final Duration UNTIL_READ = Duration.ofSeconds(1);

    private static final int RESOLUTION_AT_FIRST = 200;

    private final Workspace workspace;
    private final BooleanProperty showing = new SimpleBooleanProperty(true);
    private final ObjectProperty<Instant> now = new SimpleObjectProperty<>(Instant.now());
    private final ReadOnlyObjectWrapper<Past> past = new ReadOnlyObjectWrapper<>(Past.UNKNOWN);
    private final ReadOnlyObjectWrapper<Sight> sight = new ReadOnlyObjectWrapper<>(Sight.ALL);
    private final ReadOnlyObjectWrapper<Position> position =
            new ReadOnlyObjectWrapper<>(new Position.Now());
    private final MomentFinder finder;

    /** Branch and timeline that all of the above is about. */
    private String subject = "";

    private int resolution = RESOLUTION_AT_FIRST;
    private boolean reading;
    private boolean readAgain;
    private boolean dragging;

    public TimelineViewModel(Workspace workspace) {
        this.workspace = workspace;
        finder = new MomentFinder(workspace);
        workspace.selectedProperty().addListener((property, before, after) -> follow(after));
        workspace.ticks().addListener((ListChangeListener<Tick>) change -> refresh());
        showing.addListener((property, before, after) -> refresh());
        follow(workspace.selectedProperty().get());
    }

    /** Whether anybody looks; nothing is read while nobody does. */
    public BooleanProperty showingProperty() {
        return showing;
    }

    ReadOnlyObjectProperty<@Nullable Branch> branchProperty() {
        return workspace.selectedProperty();
    }

    public ObjectProperty<Instant> nowProperty() {
        return now;
    }

    ReadOnlyObjectProperty<Past> pastProperty() {
        return past.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Sight> sightProperty() {
        return sight.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Position> positionProperty() {
        return position.getReadOnlyProperty();
    }

    /** What the engine makes of the position; null until it has answered, and at now. */
    ReadOnlyObjectProperty<@Nullable FoundMoment> foundProperty() {
        return finder.foundProperty();
    }

    /** Why the moment that was asked for cannot be opened; empty when it can. */
    ReadOnlyStringProperty troubleProperty() {
        return finder.troubleProperty();
    }

    /** Everything that can be gone to. */
    Stretch whole() {
        BranchTimeline.Reach reach = past.get().reach();
        return Past.whole(reach == null ? now.get() : reach.fromTime(), now.get());
    }

    Stretch shown() {
        return sight.get().shown(whole());
    }

    /** The branch another mark speaks of, for example the child that left there. */
    @Nullable Branch branchOf(BranchTimeline.Mark mark) {
        return workspace.branch(mark.id()).orElse(null);
    }

    /**
     * @param slices how many the screen has room for
     */
    void resolution(int slices) {
        if (slices != resolution) {
            resolution = slices;
            refresh();
        }
    }

    private void follow(@Nullable Branch branch) {
        String next = branch == null ? "" : branch.id() + " " + branch.cambium().timelineId();
        if (!next.equals(subject)) {
            // Positions of another timeline mean nothing here.
            subject = next;
            past.set(Past.UNKNOWN);
            sight.set(Sight.ALL);
            go(new Position.Now());
            refresh();
        }
    }

    /** Reads the past again; while a question is under way, once more after it. */
    void refresh() {
        Branch branch = workspace.selectedProperty().get();
        if (branch == null || !showing.get()) {
            return;
        }
        if (reading) {
            readAgain = true;
            return;
        }
        reading = true;
        String asked = subject;
        String project = projectId();
        Stretch view = sight.get().all() ? null : shown();
        int most = resolution;
        Instant until = now.get();
        workspace.ask(
                client -> Past.read(client, project, branch.id(), view, most, until),
                read -> {
                    if (asked.equals(subject)) {
                        past.set(read);
                        if (!read.complete()) {
                            workspace.later(UNTIL_READ, this::refresh);
                        }
                    }
                    readingEnded();
                },
                failure -> {
                    if (asked.equals(subject) && !Failures.unreachable(failure)) {
                        finder.say(Failures.sentence(failure));
                    }
                    readingEnded();
                });
    }

    private void readingEnded() {
        reading = false;
        if (readAgain) {
            readAgain = false;
            refresh();
        }
    }

    /** Time goes on. */
    void tick(Instant instant) {
        now.set(instant);
    }

    /** Goes to a moment; it is asked for exactly once nothing drags the playhead any more. */
    void go(Position next) {
        finder.moved(next);
        position.set(next);
        if (!dragging) {
            sight.set(sight.get().revealing(whole(), next.time(now.get())));
            finder.find();
        }
    }

    /** Goes to a time of the branch, for whoever points at it elsewhere. */
    public void goTo(Instant time) {
        go(time.isBefore(now.get()) ? new Position.AtTime(time) : new Position.Now());
    }

    /** What is pointed at: a mark within the snap, else now, else the nearest border of a slice. */
    Position pointed(Instant moment, Duration snap) {
        Instant at = within(moment);
        BranchTimeline.Mark mark = Snap.nearest(past.get().marks(), at, snap);
        if (mark != null) {
            return new Position.AtMark(mark);
        }
        Instant last = now.get();
        if (Duration.between(at, last).compareTo(snap) <= 0) {
            return new Position.Now();
        }
        Instant begin = within(Instant.MIN);
        Instant border = within(past.get().nearestBorder(at));
        boolean first = !away(begin, at).minus(away(border, at)).isPositive();
        Instant meant = first ? begin : border;
        return meant.isBefore(last) ? new Position.AtTime(meant) : new Position.Now();
    }

    private static Duration away(Instant one, Instant other) {
        return Duration.between(one, other).abs();
    }

    private Instant within(Instant moment) {
        BranchTimeline.Reach reach = past.get().reach();
        Instant last = now.get();
        if (reach == null || moment.isAfter(last)) {
            return last;
        }
        return moment.isBefore(reach.fromTime()) ? reach.fromTime() : moment;
    }

    void drag(Instant moment, Duration snap) {
        dragging = true;
        go(pointed(moment, snap));
    }

    void drop() {
        dragging = false;
        go(position.get());
    }

    void stepSlice(boolean later) {
        Instant from = position.get().time(now.get());
        past.get()
                .border(from, later)
                .ifPresentOrElse(
                        border -> goTo(within(border)),
                        () -> {
                            if (later) {
                                go(new Position.Now());
                            }
                        });
    }

    void stepMark(boolean later) {
        BranchTimeline.Mark mark = Snap.next(past.get().marks(), position.get(), now.get(), later);
        if (mark != null) {
            go(new Position.AtMark(mark));
        } else if (later) {
            go(new Position.Now());
        }
    }

    void goToBegin() {
        BranchTimeline.Reach reach = past.get().reach();
        if (reach != null) {
            goTo(reach.fromTime());
        }
    }

    void goToNow() {
        sight.set(sight.get().revealing(whole(), now.get()));
        go(new Position.Now());
    }

    void beforeLast(LastMark kind) {
        finder.ask(
                (client, at) -> client.past().lastMark(at.project(), at.branch(), kind),
                mark -> go(new Position.AtMark(mark)));
    }

    void typeTime(String text) {
        type(TypedMoment.time(text, ZoneId.systemDefault()));
    }

    void typeLsn(String text) {
        type(TypedMoment.lsn(text));
    }

    /** The playhead moves only once the engine has said that the moment can be opened. */
    private void type(TypedMoment typed) {
        Branch branch = workspace.selectedProperty().get();
        if (branch != null && !typed.problem().isEmpty()) {
            finder.say(MomentWords.withReach(typed.problem(), branch.name(), past.get()));
        } else if (typed.asked().equals(Position.HEAD)) {
            goToNow();
        } else {
            finder.ask(
                    (client, at) -> client.past().moment(at.project(), at.branch(), typed.asked()),
                    answer -> arrive(typed, answer));
        }
    }

    private void arrive(TypedMoment typed, FoundMoment answer) {
        boolean lsn = typed.asked().indexOf('/') >= 0;
        Position next =
                lsn
                        ? new Position.AtLsn(answer.lsn(), answer.time())
                        : new Position.AtTime(Instant.parse(typed.asked()));
        finder.arrived(next, answer);
        position.set(next);
        sight.set(sight.get().revealing(whole(), next.time(now.get())));
    }

    /** Forgets what could not be opened: the playhead stands where it stood. */
    void forgive() {
        finder.say("");
    }

    /**
     * @param share of the width in view, from the left, where the moment lies that stays there
     */
    void zoomAt(double share, double factor) {
        Stretch shown = shown();
        long nanos = Math.round(shown.length().toNanos() * share);
        zoom(shown.from().plusNanos(nanos), factor);
    }

    void zoom(Instant around, double factor) {
        look(sight.get().zoomed(whole(), around, factor));
    }

    void zoomAtPlayhead(double factor) {
        zoom(position.get().time(now.get()), factor);
    }

    void pan(double share) {
        look(sight.get().panned(whole(), share));
    }

    void showAll() {
        look(Sight.ALL);
    }

    private void look(Sight next) {
        if (!next.equals(sight.get())) {
            sight.set(next);
            refresh();
        }
    }

    /** The moment for the dialog that makes a branch; null means the present. */
    @Nullable PickedMoment picked() {
        Position at = position.get();
        return at instanceof Position.Now
                ? null
                : new PickedMoment(at.asked(), MomentWords.settled(at, past.get(), now.get()));
    }

    /** Where the slider stands on a branch; null for the present, and while nobody sees it. */
    public @Nullable PickedMoment pickedOn(Branch branch) {
        Branch chosen = branchProperty().get();
        boolean seen = showing.get() && chosen != null && chosen.id().equals(branch.id());
        return seen ? picked() : null;
    }

    /** Takes a bookmark away. */
    void remove(BranchTimeline.Mark bookmark) {
        String id = bookmark.id();
        if (id == null) {
            return;
        }
        finder.ask(
                (client, at) -> client.bookmarks().delete(at.project(), at.branch(), id),
                removed -> {
                    if (position.get().equals(new Position.AtMark(bookmark))) {
                        go(new Position.AtTime(bookmark.time()));
                    }
                    refresh();
                });
    }

    Workspace workspace() {
        return workspace;
    }

    private String projectId() {
        Project project = workspace.projectProperty().get();
        return Objects.requireNonNull(project, "a branch belongs to a chosen project").id();
    }
}
