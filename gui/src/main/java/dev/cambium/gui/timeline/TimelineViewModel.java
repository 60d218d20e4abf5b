package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Tick;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
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
            new ReadOnlyObjectWrapper<>(Position.NOW);
    private final ReadOnlyObjectWrapper<@Nullable FoundMoment> found =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");

    /** Branch and timeline that all of the above is about. */
    private String subject = "";

    private int resolution = RESOLUTION_AT_FIRST;
    private boolean reading;
    private boolean readAgain;
    private boolean finding;
    private boolean dragging;

    public TimelineViewModel(Workspace workspace) {
        this.workspace = workspace;
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
        return found.getReadOnlyProperty();
    }

    /** Why the moment that was asked for cannot be opened; empty when it can. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
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
            go(Position.NOW);
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
                        trouble.set(Failures.sentence(failure));
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
        trouble.set("");
        if (!next.equals(position.get())) {
            found.set(null);
            position.set(next);
        }
        if (!dragging) {
            sight.set(sight.get().revealing(whole(), next.time(now.get())));
            find();
        }
    }

    /** Goes to a time of the branch, for whoever points at it elsewhere. */
    public void goTo(Instant time) {
        go(time.isBefore(now.get()) ? new Position.AtTime(time) : Position.NOW);
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
            return Position.NOW;
        }
        Instant begin = within(Instant.MIN);
        Instant border = within(past.get().nearestBorder(at));
        boolean first = !away(begin, at).minus(away(border, at)).isPositive();
        Instant meant = first ? begin : border;
        return meant.isBefore(last) ? new Position.AtTime(meant) : Position.NOW;
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
                                go(Position.NOW);
                            }
                        });
    }

    void stepMark(boolean later) {
        BranchTimeline.Mark mark = Snap.next(past.get().marks(), position.get(), now.get(), later);
        if (mark != null) {
            go(new Position.AtMark(mark));
        } else if (later) {
            go(Position.NOW);
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
        go(Position.NOW);
    }

    void beforeLast(LastMark kind) {
        Branch branch = workspace.selectedProperty().get();
        if (branch == null) {
            return;
        }
        String project = projectId();
        String asked = subject;
        workspace.ask(
                client -> client.lastMark(project, branch.id(), kind),
                mark -> {
                    if (asked.equals(subject)) {
                        go(new Position.AtMark(mark));
                    }
                },
                failure -> refused(asked, failure));
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
        if (branch == null) {
            return;
        }
        if (!typed.problem().isEmpty()) {
            trouble.set(MomentWords.withReach(typed.problem(), branch.name(), past.get()));
            return;
        }
        if (typed.asked().equals(Position.HEAD)) {
            goToNow();
            return;
        }
        String asked = subject;
        String project = projectId();
        workspace.ask(
                client -> client.moment(project, branch.id(), typed.asked()),
                answer -> {
                    if (asked.equals(subject)) {
                        typed(typed, answer);
                    }
                },
                failure -> refused(asked, failure));
    }

    private void typed(TypedMoment typed, FoundMoment answer) {
        boolean lsn = typed.asked().indexOf('/') >= 0;
        Position next =
                lsn
                        ? new Position.AtLsn(answer.lsn(), answer.time())
                        : new Position.AtTime(Instant.parse(typed.asked()));
        trouble.set("");
        position.set(next);
        found.set(answer);
        sight.set(sight.get().revealing(whole(), next.time(now.get())));
    }

    /** Forgets what could not be opened: the playhead stands where it stood. */
    void forgive() {
        trouble.set("");
    }

    private void refused(String asked, Exception failure) {
        if (asked.equals(subject)) {
            trouble.set(Failures.sentence(failure));
        }
    }

    /** Asks what the position stands for; the last one alone, when it moves faster than answers. */
    private void find() {
        Position asked = position.get();
        Branch branch = workspace.selectedProperty().get();
        if (finding || branch == null || asked instanceof Position.Now || found.get() != null) {
            return;
        }
        finding = true;
        String project = projectId();
        workspace.ask(
                client -> client.moment(project, branch.id(), asked.asked()),
                answer -> {
                    finding = false;
                    if (asked.equals(position.get())) {
                        found.set(answer);
                    } else {
                        find();
                    }
                },
                failure -> {
                    finding = false;
                    if (asked.equals(position.get())) {
                        trouble.set(Failures.sentence(failure));
                    } else {
                        find();
                    }
                });
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

    /** Takes a bookmark away. */
    void remove(BranchTimeline.Mark bookmark) {
        Branch branch = workspace.selectedProperty().get();
        String id = bookmark.id();
        if (branch == null || id == null) {
            return;
        }
        String project = projectId();
        String asked = subject;
        workspace.ask(
                client -> client.deleteBookmark(project, branch.id(), id),
                removed -> {
                    if (position.get().equals(new Position.AtMark(bookmark))) {
                        go(new Position.AtTime(bookmark.time()));
                    }
                    refresh();
                },
                failure -> refused(asked, failure));
    }

    Workspace workspace() {
        return workspace;
    }

    private String projectId() {
        Project project = workspace.projectProperty().get();
        return Objects.requireNonNull(project, "a branch belongs to a chosen project").id();
    }
}
