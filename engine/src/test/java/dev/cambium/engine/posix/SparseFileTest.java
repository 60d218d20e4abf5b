package dev.cambium.engine.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

class SparseFileTest {

    @TempDir Path folder;

    @Test
    void dataAndHolesAreToldApart() throws Exception {
        Path path = sparse();
        try (SparseFile file = new SparseFile(path)) {
            assertThat(file.lengthBytes()).isEqualTo(1 << 20);
            assertThat(file.dataExtents())
                    .containsExactly(
                            new SparseFile.Extent(65_536, 65_536 + 8192),
                            new SparseFile.Extent(262_144, 262_144 + 8192));
        }
    }

    @Test
    void punchedHoleReadsAsZeroAndIsNoData() throws Exception {
        Path path = sparse();
        try (SparseFile file = new SparseFile(path)) {
            file.punchHole(65_536, 8192);
            assertThat(file.dataExtents()).hasSize(1);
            assertThat(file.lengthBytes()).isEqualTo(1 << 20);
        }
        assertThat(Files.readAllBytes(path)[65_536]).isZero();
    }

    @Test
    void emptyFileHasNoData() throws Exception {
        try (SparseFile file = new SparseFile(Files.createFile(folder.resolve("empty")))) {
            assertThat(file.dataExtents()).isEmpty();
        }
    }

    @Test
    void missingFileIsAnErrorWithItsNumber() {
        assertThatThrownBy(() -> new SparseFile(folder.resolve("none")).close())
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errno()).isEqualTo(2));
    }

    @Test
    void allocatedSpaceCountsNoHoles() throws Exception {
        assertThat(AllocatedSpace.of(sparse())).isBetween(16_384L, 65_536L);
        assertThatThrownBy(() -> AllocatedSpace.of(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void fileSystemTellsItsSpaceAsTheJdkDoes() throws Exception {
        FileSystemSpace space = FileSystemSpace.of(folder);

        assertThat(space.totalBytes()).isEqualTo(Files.getFileStore(folder).getTotalSpace());
        assertThat(space.availableBytes()).isBetween(1L, space.freeBytes());
        assertThat(space.freeNodes()).isPositive();
    }

    @Test
    void fileSystemIsSynced() throws Exception {
        FileSystemSync.of(folder);
        assertThatThrownBy(() -> FileSystemSync.of(folder.resolve("none")))
                .isInstanceOf(PosixException.class);
    }

    private Path sparse() throws Exception {
        Path path = folder.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(1 << 20);
            for (long offset : new long[] {65_536, 262_144}) {
                byte[] bytes = new byte[8192];
                bytes[0] = 1;
                file.seek(offset);
                file.write(bytes);
            }
        }
        return path;
    }
}
