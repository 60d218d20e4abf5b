package dev.cambium.gui.session;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a screen that speaks SQL stands on: a branch, perhaps a moment of it, and one of its
 * databases. In the present it follows the branch that is chosen in the window. Used on the
 * screen's thread.
 */
public final class Standpoint {

    private final Workspace workspace;
    private final BooleanSupplier mayFollow;
    private final ReadOnlyObjectWrapper<@Nullable Branch> branch =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyObjectWrapper<@Nullable Place> place = new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyObjectWrapper<@Nullable String> database =
            new ReadOnlyObjectWrapper<>(null);
    private final ObservableList<String> databases = FXCollections.observableArrayList();
    private Runnable onMoved = () -> {};

    /**
     * @param mayFollow whether another branch may be stood on now because it was chosen elsewhere
     */
    public Standpoint(Workspace workspace, BooleanSupplier mayFollow) {
        this.workspace = workspace;
        this.mayFollow = mayFollow;
        workspace.selectedProperty().addListener((p, before, after) -> follow(after));
        workspace.branches().addListener((ListChangeListener<Branch>) change -> renew());
        branch.set(workspace.selectedProperty().get());
    }

    /** Called whenever another branch, moment or database is stood on. */
    public void onMoved(Runnable action) {
        onMoved = action;
    }

    public ReadOnlyObjectProperty<@Nullable Branch> branchProperty() {
        return branch.getReadOnlyProperty();
    }

    /** The moment; null means the present. */
    public ReadOnlyObjectProperty<@Nullable Place> placeProperty() {
        return place.getReadOnlyProperty();
    }

    /** Null means the branch's default one. */
    public ReadOnlyObjectProperty<@Nullable String> databaseProperty() {
        return database.getReadOnlyProperty();
    }

    /** The branch's, as far as they were read; the default one first. */
    public ObservableList<String> databases() {
        return databases;
    }

    /** Stands on a branch as it is now, and chooses it in the window. */
    public void go(Branch chosen) {
        stand(chosen, null);
        workspace.select(chosen.id());
    }

    /** Stands on a moment, or on the present of a branch. */
    public void go(Place wanted) {
        Branch found = workspace.branch(wanted.branchId()).orElse(branch.get());
        stand(found, wanted.at() == null ? null : wanted);
    }

    /** Leaves the moment for the present of the same branch. */
    public void goToPresent() {
        Branch now = branch.get();
        if (now != null) {
            go(now);
        }
    }

    public void choose(String name) {
        if (!name.equals(database.get())) {
            database.set(name);
            onMoved.run();
        }
    }

    private void stand(@Nullable Branch on, @Nullable Place moment) {
        Branch before = branch.get();
        if (before == null || on == null || !before.id().equals(on.id())) {
            database.set(null);
            databases.clear();
        }
        branch.set(on);
        place.set(moment);
        onMoved.run();
    }

    private void follow(@Nullable Branch chosen) {
        Branch before = branch.get();
        boolean other = before == null || chosen == null || !before.id().equals(chosen.id());
        if (place.get() == null && other && mayFollow.getAsBoolean()) {
            stand(chosen, null);
        }
    }

    /** The same branch as it is known now, or the chosen one when it is gone. */
    private void renew() {
        Branch now = branch.get();
        if (now == null) {
            return;
        }
        Branch known = workspace.branch(now.id()).orElse(null);
        if (known == null) {
            stand(workspace.selectedProperty().get(), null);
        } else {
            branch.set(known);
        }
    }

    /** Reads which databases there are to choose from. */
    public void readDatabases() {
        Branch of = branch.get();
        if (of == null) {
            databases.clear();
            return;
        }
        workspace.ask(
                client -> client.databases().list(of.projectId(), of.id()),
                found -> {
                    Branch now = branch.get();
                    List<String> names = found.stream().map(Database::name).toList();
                    if (now != null && now.id().equals(of.id()) && !databases.equals(names)) {
                        databases.setAll(names);
                    }
                },
                failure -> databases.clear());
    }

    /**
     * @param guarded whether the server shall refuse to change data unless that was agreed to
     * @return null without a branch
     */
    public @Nullable SqlTarget target(boolean guarded) {
        Branch now = branch.get();
        Place moment = place.get();
        return now == null
                ? null
                : new SqlTarget(
                        now.projectId(),
                        now.id(),
                        moment == null ? null : moment.at(),
                        database.get(),
                        guarded);
    }
}
