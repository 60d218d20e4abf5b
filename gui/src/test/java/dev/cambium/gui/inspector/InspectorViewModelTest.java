package dev.cambium.gui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Role;
import dev.cambium.gui.branch.ConnectionFormat;
import dev.cambium.gui.memory.MemoryEngine;
import dev.cambium.gui.memory.Samples;
import dev.cambium.gui.task.DirectTaskRunner;
import dev.cambium.gui.workspace.Workspace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the inspector knows, on an engine in memory. */
class InspectorViewModelTest {

    private final MemoryEngine engine = Samples.shop();
    private final Workspace workspace = new Workspace(() -> engine, new DirectTaskRunner(), null);

    @BeforeEach
    void connect() {
        workspace.connect();
    }

    private Branch branch(String name) {
        return workspace.branches().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theInspectorMasksUntilItIsAskedAndForgetsThatForTheNextBranch() {
        InspectorViewModel inspector = new InspectorViewModel(workspace);
        assertThat(inspector.connectionProperty().get()).contains("••••••");
        inspector.revealedProperty().set(true);
        assertThat(inspector.connectionProperty().get()).contains("s3cret-word");
        workspace.select(branch("dev/bob").id());
        assertThat(inspector.connectionProperty().get())
                .contains("••••••")
                .contains(String.valueOf(branch("dev/bob").cambium().port()));
        inspector.formatProperty().set(ConnectionFormat.JDBC);
        assertThat(inspector.connectionProperty().get()).startsWith("jdbc:postgresql://");
        assertThat(inspector.parentProperty().get()).isEqualTo("main");
        inspector.selectParent();
        assertThat(workspace.selectedProperty().get().name()).isEqualTo("main");
    }

    @Test
    void spaceIsToldByWhoElseHoldsIt() {
        SpaceView.Space space = SpaceView.Space.of(branch("main"));
        assertThat(space.shared() + space.present() + space.history()).isEqualTo(space.logical());
        assertThat(space.sum()).isEqualTo(space.logical() + space.wal());
        assertThat(space.freed())
                .isEqualTo(
                        branch("main").cambium().uniqueBytes()
                                + branch("main").cambium().walBytes());
    }

    @Test
    void whatBelongsToABranchIsReadWhenItIsChosenAndWhenSomethingWasDone() {
        ContentsViewModel contents = new ContentsViewModel(workspace);
        assertThat(contents.contentsProperty().get().databases())
                .extracting(Database::name)
                .containsExactly("shop");
        Branch bob = branch("dev/bob");
        engine.roles().create(bob.projectId(), bob.id(), "app");
        workspace.select(bob.id());
        assertThat(contents.contentsProperty().get().branchId()).isEqualTo(bob.id());
        assertThat(contents.contentsProperty().get().roles())
                .extracting(Role::name)
                .containsExactly("shop", "app");
    }
}
