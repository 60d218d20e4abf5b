package dev.cambium.engine.fuse.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.MemoryFiles;

import org.junit.jupiter.api.Test;

class MemoryFilesPosixIT extends FusePosixContract {

    @Override
    protected FuseFiles serve() {
        return new MemoryFiles();
    }

    @Test
    void aFolderThatTheEngineMakesInTheRootAppearsAtOnce() throws Exception {
        assertThat(user.ask("exists", inside("timeline-1"))).isEqualTo("false");
        assertThat(user.ask("list", inside(""))).doesNotContain("timeline-1");
        files.mkdir(NodeId.ROOT, "timeline-1", 0700);
        assertThat(user.ask("exists", inside("timeline-1"))).isEqualTo("true");
        assertThat(user.ask("list", inside(""))).contains("timeline-1");
    }

    @Test
    void aFolderThatTheEngineRemovesFromTheRootVanishesWhenTheKernelIsTold() throws Exception {
        files.mkdir(NodeId.ROOT, "timeline-2", 0700);
        user.ask("write", inside("timeline-2/file"), "content");
        user.ask("delete", inside("timeline-2/file"));
        files.rmdir(NodeId.ROOT, "timeline-2");
        mount.invalidateEntry(NodeId.ROOT, "timeline-2");
        assertThat(user.ask("exists", inside("timeline-2"))).isEqualTo("false");
        assertThat(user.ask("list", inside(""))).doesNotContain("timeline-2");
    }

    @Test
    void aNameThatTheKernelNeverHeardOfCanBeInvalidated() throws Exception {
        mount.invalidateEntry(NodeId.ROOT, "nobody-asked");
        mount.invalidateNode(new NodeId(1L << 40));
    }
}
