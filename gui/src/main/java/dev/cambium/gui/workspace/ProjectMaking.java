package dev.cambium.gui.workspace;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.Operation;
import dev.cambium.gui.l10n.Text;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A project that the engine is making: how far it is, and how to cancel that. The lists of the
 * window are those of the chosen project, so the engine is asked for this one's operation. Used on
 * the screen's thread.
 */
public final class ProjectMaking {

    /** The first project of a home takes seconds, all others less than one. */
    private static final Duration LOOK = Duration.ofMillis(400);

    private final Workspace workspace;
    private final ReadOnlyBooleanWrapper cancellable = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper(Text.get("form.working"));
    private @Nullable Operation running;
    private String name = "";

    public ProjectMaking(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The engine is asked for a project of this name now. */
    public void begin(String wanted) {
        end();
        name = wanted;
        look(wanted);
    }

    /** It has answered. */
    public void end() {
        name = "";
        show(null);
    }

    /** Of the one that is being made; empty when none is. */
    public String name() {
        return name;
    }

    /** What the engine is at. */
    public ReadOnlyStringProperty words() {
        return words.getReadOnlyProperty();
    }

    /** Whether the engine would let go of it now. */
    public ReadOnlyBooleanProperty cancellable() {
        return cancellable.getReadOnlyProperty();
    }

    /**
     * Asks the engine to let go of it; nothing of the project is left then.
     *
     * @param onFailure gets a sentence when it goes on
     */
    public void cancel(Consumer<String> onFailure) {
        Operation found = running;
        if (found == null || !found.cancellable()) {
            onFailure.accept(Text.get("form.no-cancel"));
        } else {
            workspace.cancel(found, onFailure);
        }
    }

    private void look(String wanted) {
        workspace.later(
                LOOK,
                () -> {
                    if (name.equals(wanted)) {
                        workspace.ask(
                                client -> find(client, wanted),
                                found -> {
                                    if (name.equals(wanted)) {
                                        show(found.orElse(null));
                                        look(wanted);
                                    }
                                },
                                // Whoever waits for the project hears of it.
                                failure -> show(null));
                    }
                });
    }

    private static Optional<Operation> find(EngineClient client, String name) {
        return client.projects().list().stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> client.projects().operations(each.id()).stream())
                .filter(each -> each.action().equals("create_project"))
                .filter(each -> each.status().equals("running"))
                .findFirst();
    }

    private void show(@Nullable Operation found) {
        running = found;
        cancellable.set(found != null && found.cancellable());
        words.set(found == null ? Text.get("form.working") : UnderWay.inWords(workspace, found));
    }
}
