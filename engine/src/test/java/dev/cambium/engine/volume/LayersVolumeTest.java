package dev.cambium.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseError;
import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.fuse.FuseFiles.AttributeChange;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The layers, asked as the kernel would ask, but without one: what the adapter must answer. */
@SuppressWarnings("NullAway") // set when the volume opens
class LayersVolumeTest extends VolumeContract {

    private FuseFiles files;

    @Override
    protected Volume open(Path home) throws Exception {
        return LayersVolume.open(
                home,
                folder.resolve("mount"),
                served -> {
                    files = served;
                    return new LayersVolume.Mount() {
                        @Override
                        public void forget(String timeline) {}

                        @Override
                        public void close() {}
                    };
                });
    }

    @Override
    protected void write(TimelineId timeline, String path, byte[] content) throws Exception {
        NodeId parent = folderOf(timeline, path);
        NodeId node;
        try {
            node = files.lookup(parent, last(path)).node();
            files.change(node, new AttributeChange(0L, null, null));
        } catch (FuseError missing) {
            node = files.create(parent, last(path), 0600).node();
        }
        files.write(node, 0, MemorySegment.ofArray(content));
        files.sync(node, false);
        files.forget(node, 1);
    }

    @Override
    protected void remove(TimelineId timeline, String path) throws Exception {
        files.unlink(folderOf(timeline, path), last(path));
    }

    @Test
    void rootOfTheMountHoldsAFolderPerTimelineAndCannotBeChanged() throws Exception {
        create(MAIN);

        assertThat(files.list(NodeId.ROOT))
                .extracting(FuseFiles.Entry::name)
                .containsExactly("tl-main");
        assertThatThrownBy(() -> files.create(NodeId.ROOT, "x", 0600)).satisfies(is(Errno.EPERM));
        assertThatThrownBy(() -> files.lookup(NodeId.ROOT, "tl-none")).satisfies(is(Errno.ENOENT));
        assertThatThrownBy(() -> files.rmdir(NodeId.ROOT, "tl-main")).satisfies(is(Errno.EPERM));
    }

    @Test
    void nodesOfADeletedTimelineAreNeverThoseOfAnother() throws Exception {
        create(MAIN);
        NodeId node = files.lookup(folderOf(MAIN, "PG_VERSION"), "PG_VERSION").node();
        volume.seal(MAIN, SEAL);
        volume.delete(MAIN);
        volume.fork(SEAL, CHILD, wal(CHILD));

        assertThatThrownBy(() -> files.attributes(node)).satisfies(is(Errno.ENOENT));
        assertThat(files.lookup(folderOf(CHILD, "PG_VERSION"), "PG_VERSION").node())
                .isNotEqualTo(node);
    }

    @Test
    void linksOutOfTheTimelineAreRefusedAndPgWalLeadsToTheNativeFolder() throws Exception {
        create(MAIN);
        NodeId root = folderOf(MAIN, "x");

        assertThatThrownBy(() -> files.symlink(folderOf(MAIN, "pg_tblspc/1"), "1", "/srv/space"))
                .satisfies(is(Errno.EPERM));
        assertThat(files.readLink(files.lookup(root, "pg_wal").node()))
                .isEqualTo(wal(MAIN).toString());
    }

    @Test
    void renameBetweenTimelinesIsRefused() throws Exception {
        create(MAIN);
        create(CHILD);

        assertThatThrownBy(
                        () ->
                                files.rename(
                                        folderOf(MAIN, "x"),
                                        "PG_VERSION",
                                        folderOf(CHILD, "x"),
                                        "X",
                                        false))
                .satisfies(is(Errno.EXDEV));
    }

    @Test
    void spaceIsThatOfTheDisk() throws Exception {
        assertThat(files.space().totalBytes()).isPositive();
        assertThat(files.space().freeNodes()).isPositive();
    }

    private static java.util.function.Consumer<Throwable> is(Errno errno) {
        return thrown -> assertThat(((FuseError) thrown).errno()).isEqualTo(errno);
    }

    private NodeId folderOf(TimelineId timeline, String path) throws FuseError {
        NodeId at = files.lookup(NodeId.ROOT, timeline.value()).node();
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            at = files.lookup(at, parts[i]).node();
        }
        return at;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
