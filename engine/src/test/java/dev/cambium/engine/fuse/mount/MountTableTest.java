package dev.cambium.engine.fuse.mount;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class MountTableTest {

    private static final String TEXT =
            """
            22 27 0:20 / /sys rw,nosuid shared:7 master:2 - sysfs sysfs rw
            42 27 0:39 / /tmp/with\\040blank/m rw - fuse.cambium memory rw,user_id=0
            43 27 0:40 / /plain rw,relatime - fuse other rw
            """;

    @Test
    void readsMountPointsDevicesAndTypes() {
        assertThat(MountTable.parse(TEXT))
                .containsExactly(
                        new MountTable.Entry("0:20", Path.of("/sys"), "sysfs"),
                        new MountTable.Entry("0:39", Path.of("/tmp/with blank/m"), "fuse.cambium"),
                        new MountTable.Entry("0:40", Path.of("/plain"), "fuse"));
    }

    @Test
    void knowsFuseByItsType() {
        assertThat(MountTable.parse(TEXT).stream().map(MountTable.Entry::isFuse))
                .containsExactly(false, true, true);
    }

    @Test
    void skipsWhatItCannotRead() {
        assertThat(MountTable.parse("\n1 2 3\n")).isEmpty();
    }
}
