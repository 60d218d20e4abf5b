package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.life.Flattened;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A branch that is cut free from its ancestors needs nothing of them any more. */
class FlattenIT {

    private static final String SUM = "SELECT count(*) || ' ' || sum(length(t)) FROM kept";

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"LAYERS", "COPY"})
    void aFlattenedBranchOutlivesItsParentWhole(VolumeChoice volume) throws Exception {
        Path home = folder.resolve("home");
        String projectId;
        List<String> before;
        try (CoreEngine engine = CoreEngine.open(home, volume)) {
            Project project = engine.service().projects().create(ProjectSetup.named("family"));
            projectId = project.id();
            Branch main = engine.service().defaultBranch(projectId);
            engine.execute(
                    main,
                    "cambium",
                    "CREATE TABLE kept AS SELECT g, repeat(md5(g::text), 20) AS t FROM generate_series(1, 20000) g",
                    "CREATE TABLE written (i int)");
            branch(engine, projectId, "parent", "main");
            Branch child = branch(engine, projectId, "child", "parent");
            before = engine.list(child, "cambium", SUM);

            Flattened flattened = flattenWhileWriting(engine, projectId, child);

            assertThat(flattened.copied()).isEqualTo(volume == VolumeChoice.LAYERS);
            assertThat(flattened.branch().parentId()).isNull();
            assertThat(flattened.words()).contains("cannot be reset");
            assertThatThrownBy(() -> engine.service().life().reset(projectId, "child", null, false))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("NO_PARENT"));
            assertThat(engine.service().flatten(projectId, "child").copied()).isFalse();
            engine.service().life().delete(projectId, "parent", Orphans.REFUSE);
            assertThat(engine.list(child, "cambium", SUM)).isEqualTo(before);
            branch(engine, projectId, "grandchild", "child");
        }
        try (CoreEngine engine = CoreEngine.open(home, VolumeChoice.AUTO)) {
            for (String name : List.of("child", "grandchild")) {
                Branch branch = engine.service().branch(projectId, name);
                assertThat(engine.list(branch, "cambium", SUM)).isEqualTo(before);
                assertThat(engine.list(branch, "cambium", "SELECT count(*) = max(i) FROM written"))
                        .containsExactly("t");
            }
        }
    }

    @Test
    void flattenedOnLayersItHasAllItsBytesToItself() throws Exception {
        try (CoreEngine engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.LAYERS)) {
            String projectId =
                    engine.service().projects().create(ProjectSetup.named("family")).id();
            Branch main = engine.service().defaultBranch(projectId);
            engine.execute(
                    main,
                    "cambium",
                    "CREATE TABLE kept AS SELECT g, repeat(md5(g::text), 20) AS t FROM generate_series(1, 20000) g",
                    "CHECKPOINT");
            Branch child = branch(engine, projectId, "child", "main");
            TimelineId timeline = child.currentTimeline();
            long shared = engine.parts().volume().space(timeline).uniqueBytes();

            engine.service().flatten(projectId, "child");

            long own = engine.parts().volume().space(timeline).uniqueBytes();
            assertThat(own).isGreaterThan(shared + (16 << 20));
        }
    }

    private static Branch branch(CoreEngine engine, String project, String name, String parent) {
        return engine.service()
                .createBranch(project, parent, Moment.HEAD, BranchWish.named(name, true))
                .branch();
    }

    private static Flattened flattenWhileWriting(CoreEngine engine, String project, Branch child)
            throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> writing =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 1; !stop.get(); i++) {
                                try {
                                    engine.execute(
                                            child,
                                            "cambium",
                                            "INSERT INTO written VALUES (%d)".formatted(i));
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        });
        try {
            return engine.service().flatten(project, child.name());
        } finally {
            stop.set(true);
            writing.get();
        }
    }
}
