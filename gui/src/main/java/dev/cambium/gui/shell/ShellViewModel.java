package dev.cambium.gui.shell;

import dev.cambium.engine.api.Project;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.EngineState;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

/** Which page the window shows, and what it says of its engine. */
final class ShellViewModel {

    /** What fills the middle of the window. */
    enum Page {
        /** The first answer is on its way. */
        CONNECTING("empty.connecting.title", "empty.connecting.sentence"),
        /** No engine has ever answered. */
        NO_ENGINE("empty.no-engine.title", "empty.no-engine.sentence"),
        /** The engine has no project yet. */
        NO_PROJECT("empty.no-project.title", "empty.no-project.sentence"),
        /** Branches: the window's home. */
        GRAPH("empty.none", "empty.none");

        private final String titleKey;
        private final String sentenceKey;

        Page(String titleKey, String sentenceKey) {
            this.titleKey = titleKey;
            this.sentenceKey = sentenceKey;
        }

        String title() {
            return Text.get(titleKey);
        }

        String sentence() {
            return Text.get(sentenceKey);
        }
    }

    private final Workspace workspace;
    private final ObjectBinding<Page> page;
    private final StringBinding banner;

    ShellViewModel(Workspace workspace) {
        this.workspace = workspace;
        page =
                Bindings.createObjectBinding(
                        this::findPage,
                        workspace.loadedProperty(),
                        workspace.projectProperty(),
                        workspace.engineStateProperty());
        banner =
                Bindings.createStringBinding(
                        this::findBanner,
                        workspace.engineStateProperty(),
                        workspace.engineTroubleProperty(),
                        workspace.readingTroubleProperty(),
                        workspace.loadedProperty());
    }

    ObjectBinding<Page> page() {
        return page;
    }

    /** What is wrong, over a page that stays; empty when all is well. */
    StringBinding banner() {
        return banner;
    }

    ReadOnlyObjectProperty<EngineState> engineStateProperty() {
        return workspace.engineStateProperty();
    }

    /** Why no engine answers, for the page that says so. */
    String trouble() {
        return workspace.engineTroubleProperty().get();
    }

    ReadOnlyObjectProperty<@Nullable Project> projectProperty() {
        return workspace.projectProperty();
    }

    ObservableList<Project> projects() {
        return workspace.projects();
    }

    void choose(Project project) {
        workspace.chooseProject(project);
    }

    static String version(Project project) {
        return Text.get("project.version", String.valueOf(project.pgVersion()));
    }

    private Page findPage() {
        if (!workspace.loadedProperty().get()) {
            return workspace.engineStateProperty().get() == EngineState.LOST
                    ? Page.NO_ENGINE
                    : Page.CONNECTING;
        }
        return workspace.projectProperty().get() == null ? Page.NO_PROJECT : Page.GRAPH;
    }

    private String findBanner() {
        if (workspace.engineStateProperty().get() == EngineState.LOST) {
            return workspace.loadedProperty().get()
                    ? Text.get("banner.lost", workspace.engineTroubleProperty().get())
                    : "";
        }
        return workspace.readingTroubleProperty().get();
    }
}
