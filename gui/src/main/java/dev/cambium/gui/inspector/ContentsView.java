package dev.cambium.gui.inspector;

import static dev.cambium.gui.inspector.Section.dangerItem;
import static dev.cambium.gui.inspector.Section.item;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.verb.BranchDialogs;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The sections of the inspector that list what belongs to the branch. */
final class ContentsView {

    private final ContentsViewModel contents;
    private final BranchDialogs dialogs;
    private final Section snapshots;
    private final Section roles;
    private final Section databases;
    private final Section endpoints;
    private final VBox root;

    ContentsView(ContentsViewModel contents, BranchDialogs dialogs) {
        this.contents = contents;
        this.dialogs = dialogs;
        snapshots =
                new Section(
                        "snapshots",
                        "section.snapshots",
                        "section.snapshots.add",
                        () -> with(dialogs::snapshot));
        databases =
                new Section(
                        "databases",
                        "section.databases",
                        "section.databases.add",
                        () ->
                                withContents(
                                        (branch, c) ->
                                                dialogs.createDatabase(
                                                        branch,
                                                        c.databases().stream()
                                                                .map(Database::name)
                                                                .toList(),
                                                        roleNames(c))));
        roles =
                new Section(
                        "roles",
                        "section.roles",
                        "section.roles.add",
                        () ->
                                withContents(
                                        (branch, c) -> dialogs.createRole(branch, roleNames(c))));
        endpoints =
                new Section(
                        "endpoints",
                        "section.endpoints",
                        "section.endpoints.add",
                        () -> with(dialogs::createReadOnly));
        root = new VBox(snapshots, databases, roles, endpoints);
        root.getStyleClass().add("sections");
        snapshots.open();
        contents.contentsProperty().addListener((property, before, after) -> show());
        contents.workspace()
                .snapshots()
                .addListener((ListChangeListener<Snapshot>) change -> showSnapshots());
        show();
    }

    Node root() {
        return root;
    }

    private @Nullable Branch branch() {
        return contents.workspace().selectedProperty().get();
    }

    private void with(Consumer<Branch> action) {
        Branch branch = branch();
        if (branch != null) {
            action.accept(branch);
        }
    }

    private void withContents(BiConsumer<Branch, ContentsViewModel.Contents> action) {
        with(branch -> action.accept(branch, contents.contentsProperty().get()));
    }

    private static List<String> roleNames(ContentsViewModel.Contents c) {
        return c.roles().stream().map(Role::name).toList();
    }

    private void show() {
        Branch branch = branch();
        if (branch == null) {
            return;
        }
        ContentsViewModel.Contents c = contents.contentsProperty().get();
        showSnapshots();
        databases.show(
                c.databases().stream().map(each -> database(branch, each)).toList(),
                Text.get("section.databases.none"));
        roles.show(
                c.roles().stream().map(each -> role(branch, each)).toList(),
                Text.get("section.roles.none"));
        endpoints.show(
                c.endpoints().stream()
                        .filter(each -> each.type().equals("read_only"))
                        .map(each -> endpoint(branch, each))
                        .toList(),
                Text.get("section.endpoints.none"));
    }

    private void showSnapshots() {
        List<Node> rows = new ArrayList<>();
        contents.snapshots().forEach(each -> rows.add(snapshot(each)));
        List<ScheduleItem> schedule = contents.contentsProperty().get().schedule();
        if (!schedule.isEmpty()) {
            rows.add(
                    Section.row(
                            Text.get("section.schedule"),
                            ScheduleWords.of(schedule),
                            List.of(item("action.schedule", () -> with(dialogs::schedule)))));
        }
        snapshots.show(rows, Text.get("section.snapshots.none"));
    }

    private Node snapshot(Snapshot snapshot) {
        List<String> parts = new ArrayList<>();
        parts.add(Figures.moment(snapshot.timestamp()));
        Long alone = snapshot.cambium().uniqueBytes();
        parts.add(
                snapshot.cambium().state().equals("ready") && alone != null
                        ? Figures.size(alone)
                        : Text.get("section.snapshot.state", snapshot.cambium().state()));
        if (snapshot.expiresAt() != null) {
            parts.add(Text.get("section.snapshot.until", Figures.moment(snapshot.expiresAt())));
        }
        return Section.row(
                snapshot.name(),
                String.join(" · ", parts),
                List.of(
                        item(
                                "action.snapshot.branch",
                                () -> dialogs.restoreSnapshot(snapshot, false)),
                        item("action.snapshot.onto", () -> dialogs.restoreSnapshot(snapshot, true)),
                        item("action.rename", () -> dialogs.renameSnapshot(snapshot)),
                        item("action.expire", () -> dialogs.expireSnapshot(snapshot)),
                        dangerItem("action.delete", () -> dialogs.deleteSnapshot(snapshot))));
    }

    private Node database(Branch branch, Database database) {
        return Section.row(
                database.name(),
                Text.get("section.database.owner", database.ownerName()),
                List.of(
                        dangerItem(
                                "action.delete",
                                () -> dialogs.deleteDatabase(branch, database.name()))));
    }

    private Node role(Branch branch, Role role) {
        MenuItem delete =
                dangerItem("action.delete", () -> dialogs.deleteRole(branch, role.name()));
        if (role.authenticationMethod().equals("no_login")) {
            return Section.row(role.name(), Text.get("section.role.nologin"), List.of(delete));
        }
        return Section.row(
                role.name(),
                "",
                List.of(
                        item(
                                "action.password.copy",
                                () -> dialogs.copyPassword(branch, role.name())),
                        item(
                                "action.password.reset",
                                () -> dialogs.resetPassword(branch, role.name())),
                        delete));
    }

    private Node endpoint(Branch branch, Endpoint endpoint) {
        return Section.row(
                endpoint.host(),
                endpoint.name() == null ? endpoint.currentState() : endpoint.name(),
                List.of(
                        item("action.copy.host", () -> dialogs.copy(endpoint.host())),
                        dangerItem(
                                "action.delete", () -> dialogs.deleteEndpoint(branch, endpoint))));
    }
}
