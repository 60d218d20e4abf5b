package dev.cambium.gui.shell;

import dev.cambium.gui.workspace.Notice;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.util.Duration;

import org.controlsfx.control.Notifications;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows notices in the window's corner; a failure stays until it is read. */
final class NoticeView {

    private static final Duration DONE_STAYS = Duration.seconds(4);

    private final Node owner;

    /**
     * @param owner the notices appear over its window
     */
    NoticeView(Node owner) {
        this.owner = owner;
    }

    void show(Notice notice) {
        if (owner.getScene() == null || owner.getScene().getWindow() == null) {
            return; // The window has been closed; nobody is there to read it.
        }
        FontIcon icon = new FontIcon(notice.failure() ? "fth-alert-triangle" : "fth-check");
        icon.getStyleClass().add(notice.failure() ? "status-failed" : "status-finished");
        boolean titleOnly = notice.sentence().isEmpty();
        Notifications.create()
                .owner(owner.getScene().getWindow())
                .title(titleOnly ? "" : notice.title())
                .text(titleOnly ? notice.title() : notice.sentence())
                .graphic(icon)
                .position(Pos.BOTTOM_CENTER)
                .styleClass("notice")
                .hideAfter(notice.failure() ? Duration.INDEFINITE : DONE_STAYS)
                .show();
    }
}
