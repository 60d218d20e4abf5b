package dev.cambium.engine.fuse.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.fuse.WatchedFiles;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What every {@link FuseFiles} must be like when it is mounted, tried by a process that does not
 * serve it: an access from this JVM could wait for itself.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class FusePosixContract {

    protected FuseMount mount;
    protected MountUserProcess user;
    protected WatchedFiles files;
    private Path scratch;

    /** The files under test. */
    protected abstract FuseFiles serve() throws Exception;

    /** An existing folder in the mount, relative to it, in which everything is allowed. */
    protected String playground() {
        return "";
    }

    @BeforeAll
    void mountFiles() throws Exception {
        FuseAvailability availability = FuseAvailability.probe();
        assumeTrue(availability.usable(), availability.reason());
        scratch = Files.createTempDirectory("cambium-fuse");
        files = new WatchedFiles(serve());
        mount = FuseMount.mount(scratch.resolve("mount"), "contract", files);
        user = new MountUserProcess();
    }

    @AfterAll
    void unmountFiles() throws Exception {
        if (scratch == null) {
            return;
        }
        try (AutoCloseable last = mount;
                AutoCloseable first = user) {
            assertThat(last == null || first != null).as("the mount had a user").isTrue();
        }
        assertThat(FuseMount.isMounted(scratch.resolve("mount"))).isFalse();
        Files.deleteIfExists(scratch.resolve("mount"));
        Files.delete(scratch);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(PosixBehaviour.class)
    void behavesLikeAFileSystem(PosixBehaviour behaviour) throws Exception {
        user.ask("try", inside(""), behaviour.name());
    }

    @Test
    void fsyncReachesTheFiles() throws Exception {
        user.ask("write", inside("fsynced"), "content");
        long before = files.syncs();
        user.ask("fsync", inside("fsynced"));
        assertThat(files.syncs()).isEqualTo(before + 1);
    }

    @Test
    void fsyncOfAFolderReachesTheFiles() throws Exception {
        long before = files.folderSyncs();
        user.ask("fsync-folder", inside(""));
        assertThat(files.folderSyncs()).isEqualTo(before + 1);
    }

    @Test
    void writesToAFileOpenedForSyncReachTheFilesBeforeTheyReturn() throws Exception {
        user.ask("write", inside("dsynced"), "content");
        long before = files.syncs();
        user.ask("dsync", inside("dsynced"));
        assertThat(files.syncs()).isGreaterThan(before);
        long between = files.syncs();
        user.ask("direct-dsync", inside("dsynced"));
        assertThat(files.syncs()).isGreaterThan(between);
    }

    @Test
    void anUnexpectedExceptionIsAnInputOutputErrorAndNothingWorse() throws Exception {
        user.ask("write", inside("unreadable"), "content");
        user.ask("fsync", inside("unreadable"));
        // The kernel answers from its cache until it is told that the node changed.
        for (FuseFiles.Entry entry : files.list(playgroundNode())) {
            if (entry.name().equals("unreadable")) {
                mount.invalidateNode(entry.node());
            }
        }
        files.failReads(true);
        try {
            assertThat(catchAnswer("read", inside("unreadable"))).contains("Input/output error");
        } finally {
            files.failReads(false);
        }
        assertThat(user.ask("read", inside("unreadable"))).startsWith("synced");
    }

    protected final FuseFiles.NodeId playgroundNode() throws Exception {
        FuseFiles.NodeId node = FuseFiles.NodeId.ROOT;
        for (String name : playground().split("/")) {
            if (!name.isEmpty()) {
                node = files.lookup(node, name).node();
            }
        }
        return node;
    }

    protected final String inside(String path) {
        return mount.mountPoint().resolve(playground()).resolve(path).toString();
    }

    private String catchAnswer(String... words) throws Exception {
        try {
            return user.ask(words);
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }
}
