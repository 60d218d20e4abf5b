package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.retention.DiskUse;
import dev.cambium.engine.branch.snapshot.NewSnapshot;
import dev.cambium.engine.branch.snapshot.Snapshots;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.posix.AllocatedSpace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is said of a whole project's space is what the disk says. */
class SpaceIT {

    private static final String FILL =
            "INSERT INTO filling SELECT g, repeat(md5(g::text), 20) FROM generate_series(1, %d) g";

    @TempDir private Path folder;

    @Test
    @Timeout(120)
    void branchesSnapshotsAndTrashTakeTogetherWhatDuSaysAndTheTrashFreesWhatWasSaid()
            throws Exception {
        try (CoreEngine engine = CoreEngine.open(folder.resolve("home"), VolumeChoice.LAYERS)) {
            Project project = engine.service().projects().create(ProjectSetup.named("family"));
            Branch main = engine.service().defaultBranch(project.id());
            engine.execute(
                    main,
                    "cambium",
                    "CREATE TABLE filling (i int, t text)",
                    FILL.formatted(20_000));
            Branch dev = branch(engine, project, "dev", 15_000);
            Branch gone = branch(engine, project, "gone", 10_000);
            branchOf(engine, project, "gone-too", gone, 5_000);
            Snapshots snapshots = engine.service().snapshots();
            snapshots.create(project, dev, Moment.HEAD, new NewSnapshot("kept", null, null));
            while (snapshots.space(snapshots.get(project, "kept")).uniqueBytes() == null) {
                Thread.sleep(20); // until it is materialised
            }
            engine.service().life().reset(project.id(), "dev", null, false);
            engine.service().life().delete(project.id(), "gone", Orphans.DELETE);
            rest(engine, project);

            DiskUse.OfProject said = engine.service().life().space(project.id());
            long before = onDisk(engine);
            assertThat((double) said.dataBytes() + said.walBytes())
                    .isCloseTo(before, within(0.02 * before));
            assertThat(said.trashBytes()).isGreaterThan(15 << 20).isLessThan(said.dataBytes());

            engine.service().life().emptyTrash(project.id());

            rest(engine, project);
            assertThat((double) before - onDisk(engine))
                    .isCloseTo(said.trashBytes(), within(0.02 * before));
            assertThat(engine.service().life().space(project.id()).trashBytes()).isZero();
        }
    }

    private static Branch branch(CoreEngine engine, Project project, String name, int rows)
            throws Exception {
        return branchOf(engine, project, name, engine.service().defaultBranch(project.id()), rows);
    }

    private static Branch branchOf(
            CoreEngine engine, Project project, String name, Branch parent, int rows)
            throws Exception {
        Branch made =
                engine.service()
                        .createBranch(
                                project.id(),
                                parent.name(),
                                Moment.HEAD,
                                BranchWish.named(name, true))
                        .branch();
        engine.execute(made, "cambium", FILL.formatted(rows));
        return made;
    }

    /** Servers that run write now and then. */
    private static void rest(CoreEngine engine, Project project) {
        for (Branch branch : engine.service().branches(project.id())) {
            engine.service().endpoints().suspend(branch);
        }
    }

    /**
     * As {@code du} counts: links to one file once. What new projects begin with has WAL of its
     * own, which is no project's.
     */
    private static long onDisk(CoreEngine engine) throws IOException {
        Map<Long, Long> found = new HashMap<>();
        for (Path root : List.of(engine.layout().layers(), engine.layout().wal())) {
            try (Stream<Path> all = Files.walk(root).filter(path -> !isTemplateWal(path))) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    AllocatedSpace space = AllocatedSpace.look(path);
                    found.put(space.inode(), space.bytes());
                }
            }
        }
        return found.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isTemplateWal(Path path) {
        return path.getParent().getFileName().toString().startsWith("tl-template-");
    }
}
