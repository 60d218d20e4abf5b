package dev.cambium.gui.control;

import atlantafx.base.controls.ModalPane;

import javafx.scene.Node;
import javafx.scene.Parent;

import org.jspecify.annotations.Nullable;

/** A dialog over the window: one at a time, closed by Escape, and Tab stays within it. */
public final class Sheet {

    private final ModalPane pane;
    private @Nullable Node focusBefore;
    private @Nullable Parent shown;
    private Runnable onLeft = () -> {};

    public Sheet(ModalPane pane) {
        this.pane = pane;
        pane.displayProperty()
                .addListener(
                        (property, before, displayed) -> {
                            if (!displayed) {
                                closed();
                            }
                        });
        pane.sceneProperty()
                .addListener(
                        (property, before, scene) -> {
                            if (scene != null) {
                                scene.focusOwnerProperty()
                                        .addListener((p, old, owner) -> keepFocus(owner));
                            }
                        });
    }

    /**
     * @param focus gets the focus at first
     */
    public void show(Parent content, Node focus) {
        show(content, focus, () -> {});
    }

    /**
     * @param left hears that the content is not shown any more
     */
    public void show(Parent content, Node focus, Runnable left) {
        onLeft.run();
        onLeft = left;
        if (shown == null && pane.getScene() != null) {
            focusBefore = pane.getScene().getFocusOwner();
        }
        shown = content;
        pane.setPersistent(true);
        pane.setInTransitionFactory(null);
        pane.setOutTransitionFactory(null);
        pane.show(content);
        // Only with its skins made has what is shown a place in the scene, and can take keys.
        pane.applyCss();
        content.applyCss();
        focus.requestFocus();
    }

    public void hide() {
        pane.hide(true);
    }

    public boolean isShowing() {
        return shown != null;
    }

    private void closed() {
        shown = null;
        Runnable left = onLeft;
        onLeft = () -> {};
        left.run();
        Node back = focusBefore;
        focusBefore = null;
        if (back != null) {
            back.requestFocus();
        }
    }

    private void keepFocus(@Nullable Node owner) {
        Parent content = shown;
        if (content == null
                || owner == null
                || owner.getScene() == null
                || !owner.getScene().equals(pane.getScene())) {
            return;
        }
        for (Node each = owner; each != null; each = each.getParent()) {
            if (each.equals(pane)) {
                return;
            }
        }
        first(content).requestFocus();
    }

    private static Node first(Parent parent) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (child.isFocusTraversable() && !child.isDisabled() && child.isVisible()) {
                return child;
            }
            if (child instanceof Parent inner) {
                Node found = first(inner);
                if (!found.equals(inner)) {
                    return found;
                }
            }
        }
        return parent;
    }
}
