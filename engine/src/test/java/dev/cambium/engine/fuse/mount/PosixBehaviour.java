package dev.cambium.engine.fuse.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.sun.nio.file.ExtendedOpenOption;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What programs, and Postgres above all, expect of a file system. Each is tried in a folder of its
 * own by a process that does not serve the mount.
 */
public enum PosixBehaviour {
    READS_BACK_WHAT_WAS_WRITTEN(PosixBehaviour::readsBack),
    READS_BACK_RANDOM_WRITES(PosixBehaviour::randomWrites),
    APPENDS_AT_THE_END_WHOEVER_ELSE_WRITES(PosixBehaviour::appends),
    HOLES_READ_AS_ZEROS(PosixBehaviour::holes),
    FINDS_ALL_DATA_BY_SEEKING_AND_THE_HOLE_AT_THE_END(PosixBehaviour::seeks),
    PARTS_OF_BLOCKS_KEEP_THEIR_NEIGHBOURS(PosixBehaviour::partialBlocks),
    WHAT_WAS_CUT_OFF_COMES_BACK_AS_ZEROS(PosixBehaviour::truncateThenExtend),
    EMPTIES_A_FILE_WHEN_ASKED_TO(PosixBehaviour::truncatesOnOpen),
    READS_SHORT_AT_THE_END(PosixBehaviour::shortRead),
    WRITES_PAST_THE_CACHE(PosixBehaviour::directWrites),
    MAPS_FILES_INTO_MEMORY(PosixBehaviour::mapped),
    ALLOCATES_SPACE_AHEAD(PosixBehaviour::allocates),
    REFUSES_TO_PUNCH_COLLAPSE_ZERO_OR_INSERT_RANGES(PosixBehaviour::changeRanges),
    CREATES_A_NEW_FILE_ONLY_ONCE(PosixBehaviour::createNew),
    RENAMES_OVER_AN_OPEN_FILE(PosixBehaviour::renameOverOpen),
    RENAMES_FOLDERS_WITH_THEIR_CONTENT(PosixBehaviour::renameFolder),
    RENAMES_WITHOUT_REPLACING_WHEN_ASKED_TO(PosixBehaviour::renameNoReplace),
    REFUSES_TO_EXCHANGE_NAMES(PosixBehaviour::renameExchange),
    AN_UNLINKED_FILE_LIVES_WHILE_IT_IS_OPEN(PosixBehaviour::unlinkOpen),
    A_NAME_CAN_BE_USED_AGAIN(PosixBehaviour::recreate),
    LISTS_MANY_NAMES_WHILE_THEY_CHANGE(PosixBehaviour::listWhileChanging),
    TAKES_NAMES_OF_255_BYTES_AND_NO_MORE(PosixBehaviour::longNames),
    KEEPS_NAMES_THAT_ARE_NOT_ASCII(PosixBehaviour::foreignNames),
    KEEPS_A_FOLDER_THAT_IS_NOT_EMPTY(PosixBehaviour::rmdirNotEmpty),
    FOLLOWS_SYMBOLIC_LINKS(PosixBehaviour::symbolicLinks),
    HAS_NO_HARD_LINKS(PosixBehaviour::hardLinks),
    KEEPS_PERMISSIONS(PosixBehaviour::permissions),
    KEEPS_MODIFICATION_TIMES(PosixBehaviour::modificationTime),
    REFUSES_TO_CHANGE_OWNERS(PosixBehaviour::owners),
    TELLS_HOW_MUCH_SPACE_THERE_IS(PosixBehaviour::space),
    LOCKS_FILES(PosixBehaviour::locks);

    private interface Trial {
        void run(Path folder) throws IOException;
    }

    private final Trial trial;

    PosixBehaviour(Trial trial) {
        this.trial = trial;
    }

    /** Tries it in an empty folder of the mount; fails by any exception. */
    public void tryIn(Path folder) throws IOException {
        trial.run(folder);
    }

    private static void readsBack(Path folder) throws IOException {
        byte[] content = random(3 * 1024 * 1024 + 17, 1);
        Path file = Files.write(folder.resolve("file"), content);
        assertThat(Files.size(file)).isEqualTo(content.length);
        assertThat(Arrays.equals(Files.readAllBytes(file), content)).isTrue();
    }

    private static void randomWrites(Path folder) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] expected = new byte[1 << 20];
        Path file = folder.resolve("file");
        try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
            channel.write(ByteBuffer.wrap(expected), 0);
            for (int i = 0; i < 300; i++) {
                byte[] part = random(1 + random.nextInt(20_000), random.nextLong());
                int at = random.nextInt(expected.length - part.length);
                System.arraycopy(part, 0, expected, at, part.length);
                channel.write(ByteBuffer.wrap(part), at);
                if (i % 50 == 0) {
                    channel.force(false);
                }
            }
        }
        assertThat(Arrays.equals(readDirect(file), expected)).as("seed " + seed).isTrue();
    }

    private static void appends(Path folder) throws IOException {
        Path file = folder.resolve("log");
        try (FileChannel one = FileChannel.open(file, CREATE, WRITE, APPEND);
                FileChannel two = FileChannel.open(file, WRITE, APPEND)) {
            for (int i = 0; i < 100; i++) {
                one.write(ByteBuffer.wrap("one\n".getBytes(UTF_8)));
                two.write(ByteBuffer.wrap("two\n".getBytes(UTF_8)));
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(200).startsWith("one", "two", "one");
    }

    private static void holes(Path folder) throws IOException {
        Path file = folder.resolve("file");
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {7}), 100_000);
        }
        byte[] content = Files.readAllBytes(file);
        assertThat(content).hasSize(100_001);
        assertThat(content[100_000]).isEqualTo((byte) 7);
        content[100_000] = 0;
        assertThat(Arrays.equals(content, new byte[100_001])).isTrue();
    }

    /** A hole that is told as data costs time; data that is told as a hole would be lost. */
    private static void seeks(Path folder) throws IOException {
        Path file = folder.resolve("file");
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {7}), 100_000);
        }
        assertThat(LinuxCalls.seek(file, 100_000, LinuxCalls.SEEK_DATA)).isEqualTo(100_000);
        assertThat(LinuxCalls.seek(file, 0, LinuxCalls.SEEK_DATA)).isBetween(0L, 100_000L);
        assertThat(LinuxCalls.seek(file, 100_000, LinuxCalls.SEEK_HOLE)).isEqualTo(100_001);
        assertThat(LinuxCalls.seek(file, 100_001, LinuxCalls.SEEK_DATA))
                .isEqualTo(-LinuxCalls.ENXIO);
    }

    private static void partialBlocks(Path folder) throws IOException {
        byte[] content = random(3 * 8192, 2);
        Path file = Files.write(folder.resolve("file"), content);
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            for (int at : new int[] {100, 4096, 8190, 12_288, 20_000}) {
                byte[] part = random(5, at);
                System.arraycopy(part, 0, content, at, part.length);
                channel.write(ByteBuffer.wrap(part), at);
                channel.force(true);
            }
        }
        assertThat(readDirect(file)).isEqualTo(content);
    }

    private static void truncateThenExtend(Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), random(40_000, 3));
        byte[] kept = Arrays.copyOf(Files.readAllBytes(file), 10_001);
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            channel.truncate(10_001);
            channel.write(ByteBuffer.wrap(new byte[] {9}), 49_999);
        }
        byte[] expected = Arrays.copyOf(kept, 50_000);
        expected[49_999] = 9;
        assertThat(readDirect(file)).isEqualTo(expected);
    }

    private static void truncatesOnOpen(Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), random(10_000, 4));
        try (FileChannel channel = FileChannel.open(file, WRITE, TRUNCATE_EXISTING)) {
            assertThat(channel.size()).isZero();
            channel.write(ByteBuffer.wrap("new".getBytes(UTF_8)));
        }
        assertThat(Files.readString(file)).isEqualTo("new");
    }

    private static void shortRead(Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), random(5000, 5));
        try (FileChannel channel = FileChannel.open(file, READ)) {
            assertThat(channel.read(ByteBuffer.allocate(8192), 4096)).isEqualTo(904);
            assertThat(channel.read(ByteBuffer.allocate(8192), 5000)).isEqualTo(-1);
        }
        try (FileChannel channel = FileChannel.open(file, READ, ExtendedOpenOption.DIRECT)) {
            ByteBuffer aligned = ByteBuffer.allocateDirect(16_384).alignedSlice(4096);
            assertThat(channel.read(aligned.limit(8192), 4096)).isEqualTo(904);
        }
    }

    private static void directWrites(Path folder) throws IOException {
        Path file = folder.resolve("file");
        ByteBuffer aligned = ByteBuffer.allocateDirect(5 * 4096).alignedSlice(4096).limit(16_384);
        byte[] content = random(16_384, 6);
        aligned.put(content).flip();
        OpenOption[] options = {CREATE, WRITE, DSYNC, ExtendedOpenOption.DIRECT};
        try (FileChannel channel = FileChannel.open(file, Set.of(options))) {
            channel.write(aligned, 8192);
        }
        byte[] read = Files.readAllBytes(file);
        assertThat(Arrays.copyOfRange(read, 8192, read.length)).isEqualTo(content);
    }

    private static void mapped(Path folder) throws IOException {
        byte[] content = random(100_000, 7);
        Path file = Files.write(folder.resolve("file"), content);
        try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            byte[] seen = new byte[100_000];
            channel.map(MapMode.READ_ONLY, 0, 100_000).get(seen);
            assertThat(Arrays.equals(seen, content)).isTrue();
            MappedByteBuffer map = channel.map(MapMode.READ_WRITE, 0, 100_000);
            map.put(50_000, (byte) ~content[50_000]);
            map.force();
        }
        content[50_000] = (byte) ~content[50_000];
        assertThat(Arrays.equals(readDirect(file), content)).isTrue();
    }

    private static void allocates(Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
        assertThat(LinuxCalls.posixFallocate(file, 0, 100_000)).isZero();
        assertThat(Files.size(file)).isEqualTo(100_000);
        assertThat(Files.readAllBytes(file)).startsWith(1, 2, 3, 0, 0);
        assertThat(LinuxCalls.posixFallocate(file, 0, 10)).isZero();
        assertThat(Files.size(file)).isEqualTo(100_000);
    }

    private static void changeRanges(Path folder) throws IOException {
        byte[] content = random(40_000, 8);
        Path file = Files.write(folder.resolve("file"), content);
        int keepSizeAndPunchHole = 3;
        int collapse = 8;
        int zero = 16;
        int insert = 32;
        for (int mode : new int[] {keepSizeAndPunchHole, collapse, zero, insert}) {
            assertThat(LinuxCalls.fallocate(file, mode, 8192, 8192))
                    .as("mode %d", mode)
                    .isEqualTo(LinuxCalls.EOPNOTSUPP);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }

    private static void createNew(Path folder) throws IOException {
        Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Files.createFile(folder.resolve("file")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.createDirectory(folder.resolve("file")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    private static void renameOverOpen(Path folder) throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path source = Files.writeString(folder.resolve("source"), "new");
        try (FileChannel open = FileChannel.open(target, READ, WRITE)) {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            ByteBuffer seen = ByteBuffer.allocate(10);
            open.read(seen, 0);
            assertThat(new String(seen.array(), 0, seen.position(), UTF_8)).isEqualTo("old");
            open.write(ByteBuffer.wrap("and more".getBytes(UTF_8)), 3);
            open.force(true);
        }
        assertThat(Files.readString(target)).isEqualTo("new");
        assertThat(source).doesNotExist();
    }

    private static void renameFolder(Path folder) throws IOException {
        Path inside = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(inside.resolve("file"), "here");
        Files.createDirectory(folder.resolve("c"));
        Files.move(folder.resolve("a"), folder.resolve("c"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(folder.resolve("c/b/file")).hasContent("here");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private static void renameNoReplace(Path folder) throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path two = Files.writeString(folder.resolve("two"), "2");
        assertThat(LinuxCalls.rename(one, two, 1)).isEqualTo(LinuxCalls.EEXIST);
        assertThat(two).hasContent("2");
        assertThat(LinuxCalls.rename(one, folder.resolve("three"), 1)).isZero();
        assertThat(folder.resolve("three")).hasContent("1");
    }

    private static void renameExchange(Path folder) throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path two = Files.writeString(folder.resolve("two"), "2");
        assertThat(LinuxCalls.rename(one, two, 2)).isEqualTo(LinuxCalls.EINVAL);
        assertThat(two).hasContent("2");
    }

    private static void unlinkOpen(Path folder) throws IOException {
        Path file = folder.resolve("file");
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, READ, WRITE)) {
            channel.write(ByteBuffer.wrap(random(20_000, 9)), 0);
            Files.delete(file);
            assertThat(file).doesNotExist();
            channel.write(ByteBuffer.wrap(random(20_000, 10)), 20_000);
            channel.force(true);
            ByteBuffer seen = ByteBuffer.allocate(20_000);
            assertThat(channel.read(seen, 20_000)).isEqualTo(20_000);
            assertThat(Arrays.equals(seen.array(), random(20_000, 10))).isTrue();
            assertThat(channel.size()).isEqualTo(40_000);
        }
    }

    private static void recreate(Path folder) throws IOException {
        Path file = folder.resolve("file");
        for (int i = 0; i < 20; i++) {
            assertThat(file).doesNotExist();
            Files.writeString(file, "round " + i);
            assertThat(file).hasContent("round " + i);
            Files.delete(file);
        }
    }

    private static void listWhileChanging(Path folder) throws IOException {
        Set<String> stay = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            Files.createFile(folder.resolve("file-" + i));
            if (i % 2 == 1) {
                stay.add("file-" + i);
            }
        }
        List<String> seen = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            for (Path name : names) {
                seen.add(name.getFileName().toString());
                if (seen.size() == 100) {
                    for (int i = 0; i < 5000; i += 2) {
                        Files.delete(folder.resolve("file-" + i));
                    }
                    Files.createFile(folder.resolve("another"));
                }
            }
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            assertThat(names).hasSize(2501);
        }
    }

    private static void longNames(Path folder) throws IOException {
        Path longest = Files.writeString(folder.resolve("n".repeat(255)), "long");
        assertThat(longest).hasContent("long");
        assertThatThrownBy(() -> Files.createFile(folder.resolve("n".repeat(256))))
                .hasMessageContaining("File name too long");
        assertThatThrownBy(() -> Files.createDirectory(folder.resolve("n".repeat(256))))
                .hasMessageContaining("File name too long");
    }

    private static void foreignNames(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("Bäume-樹-🌳"), "leaf");
        assertThat(file).hasContent("leaf");
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            assertThat(names).containsExactly(file);
        }
    }

    private static void rmdirNotEmpty(Path folder) throws IOException {
        Path full = Files.createDirectory(folder.resolve("full"));
        Path file = Files.createFile(full.resolve("file"));
        assertThatThrownBy(() -> Files.delete(full)).isInstanceOf(DirectoryNotEmptyException.class);
        Files.delete(file);
        Files.delete(full);
        assertThat(full).doesNotExist();
    }

    private static void symbolicLinks(Path folder) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
        assertThatThrownBy(() -> Files.readString(link)).isInstanceOf(NoSuchFileException.class);
        Files.writeString(folder.resolve("target"), "found");
        assertThat(Files.readString(link)).isEqualTo("found");
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("target"));
    }

    private static void hardLinks(Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Files.createLink(folder.resolve("second"), file))
                .hasMessageContaining("Operation not permitted");
    }

    private static void permissions(Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (String permissions : List.of("rw-------", "r-xr-x---", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(permissions);
        }
    }

    private static void modificationTime(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000_000L, 123_456_000));
        Files.setLastModifiedTime(file, time);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.readString(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
        Files.writeString(file, "new");
        assertThat(Files.getLastModifiedTime(file)).isGreaterThan(time);
    }

    private static void owners(Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        int owner = (Integer) Files.getAttribute(file, "unix:uid");
        Files.setAttribute(file, "unix:uid", owner);
        assertThatThrownBy(() -> Files.setAttribute(file, "unix:uid", owner + 1))
                .hasMessageContaining("Operation not permitted");
    }

    private static void space(Path folder) throws IOException {
        assertThat(Files.getFileStore(folder).getTotalSpace()).isPositive();
        assertThat(Files.getFileStore(folder).getUsableSpace()).isPositive();
    }

    private static void locks(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve("file"), CREATE, WRITE)) {
            assertThat(channel.tryLock()).isNotNull();
        }
    }

    /** Reads past the page cache, so that what was served is seen and not what was remembered. */
    private static byte[] readDirect(Path file) throws IOException {
        int size = (int) Files.size(file);
        ByteBuffer buffer = ByteBuffer.allocateDirect(size + 3 * 4096).alignedSlice(4096);
        buffer.limit((size + 4095) / 4096 * 4096);
        try (FileChannel channel = FileChannel.open(file, READ, ExtendedOpenOption.DIRECT)) {
            int at = 0;
            while (at < size) {
                int read = channel.read(buffer, at);
                assertThat(read).isPositive();
                at += read;
            }
        }
        byte[] content = new byte[size];
        buffer.flip().get(content);
        return content;
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
