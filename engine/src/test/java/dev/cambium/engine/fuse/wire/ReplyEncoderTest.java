package dev.cambium.engine.fuse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseFiles.Attributes;
import dev.cambium.engine.fuse.FuseFiles.Entry;
import dev.cambium.engine.fuse.FuseFiles.Kind;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.FuseFiles.SpaceLimits;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class ReplyEncoderTest {

    private static final long YEAR = 31_536_000;
    private static final NodeId FOLDER = new NodeId(9);

    private static final Attributes FILE =
            new Attributes(new NodeId(7), Kind.FILE, 8193, 4097, 0640, 1, 1_500_000_007L);
    private static final Attributes ROOT =
            new Attributes(NodeId.ROOT, Kind.FOLDER, 0, 0, 0700, 3, -1);

    private final MemorySegment buffer = MemorySegment.ofArray(new byte[1024]).fill((byte) 0xee);
    private final ReplyEncoder encoder = new ReplyEncoder(buffer, new Owner(101, 102));

    @Test
    void answersAnErrorAsTheKernelReadsIt() {
        assertThat(encoder.error(77, Errno.ENOENT)).isEqualTo(16);
        assertThat(Bytes.hex(buffer, 16)).isEqualTo("10000000feffffff4d00000000000000");
    }

    @Test
    void answersAnEntryThatIsRememberedForAYear() {
        Bytes expected = out(144).u64(7).u64(0).u64(YEAR).u64(YEAR).u32(0).u32(0);
        assertThat(Bytes.hex(buffer, encoder.entry(77, FILE)))
                .isEqualTo(fileAttributes(expected).hex());
    }

    @Test
    void answersAttributes() {
        Bytes expected = out(120).u64(YEAR).u32(0).u32(0);
        assertThat(Bytes.hex(buffer, encoder.attributes(77, FILE)))
                .isEqualTo(fileAttributes(expected).hex());
    }

    @Test
    void rootAttributesAreNotRemembered() {
        Bytes expected = out(120).u64(0).u32(0).u32(0).u64(1).u64(0).u64(0).u64(-1).u64(-1).u64(-1);
        int nanos = 999_999_999;
        expected.u32(nanos).u32(nanos).u32(nanos).u32(040700).u32(3).u32(101).u32(102);
        assertThat(Bytes.hex(buffer, encoder.attributes(77, ROOT)))
                .isEqualTo(expected.u32(0).u32(4096).u32(0).hex());
    }

    @Test
    void aMissingNameIsRememberedExceptInTheRoot() {
        assertThat(Bytes.hex(buffer, encoder.missing(77, FOLDER)))
                .isEqualTo(out(144).u64(0).u64(0).u64(YEAR).zeros(104).hex());
        assertThat(Bytes.hex(buffer, encoder.missing(77, NodeId.ROOT)))
                .isEqualTo("10000000feffffff4d00000000000000");
    }

    @Test
    void answersAFileMadeAndOpenedThatKeepsItsPages() {
        Bytes expected = out(160).u64(7).u64(0).u64(YEAR).u64(YEAR).u32(0).u32(0);
        fileAttributes(expected).u64(0).u32(2).u32(0);
        assertThat(Bytes.hex(buffer, encoder.created(77, FILE))).isEqualTo(expected.hex());
    }

    @Test
    void answersInit() {
        InitReply reply = new InitReply(7, 45, 131072, 0x2470021, 64, 48, 1 << 20, 256);
        Bytes expected = out(80).u32(7).u32(45).u32(131072).u32(0x2470021).u16(64).u16(48);
        expected.u32(1 << 20).u32(1).u16(256).u16(0).u32(0).zeros(28);
        assertThat(Bytes.hex(buffer, encoder.init(77, reply))).isEqualTo(expected.hex());
    }

    @Test
    void answersTextDataAndCounts() {
        assertThat(Bytes.hex(buffer, encoder.text(77, "/wal")))
                .isEqualTo(out(20).raw(new byte[] {'/', 'w', 'a', 'l'}).hex());
        encoder.payload(3).copyFrom(MemorySegment.ofArray(new byte[] {1, 2, 3}));
        assertThat(Bytes.hex(buffer, encoder.data(77, 2)))
                .isEqualTo(out(18).raw(new byte[] {1, 2}).hex());
        assertThat(Bytes.hex(buffer, encoder.written(77, 8192)))
                .isEqualTo(out(24).u32(8192).u32(0).hex());
        assertThat(Bytes.hex(buffer, encoder.done(77))).isEqualTo(out(16).hex());
        assertThat(Bytes.hex(buffer, encoder.openedFolder(77, 3)))
                .isEqualTo(out(32).u64(3).u32(0).u32(0).hex());
    }

    @Test
    void answersSpaceInBlocks() {
        Bytes expected = out(96).u64(1000).u64(500).u64(400).u64(99).u64(99);
        expected.u32(4096).u32(255).u32(4096).u32(0).zeros(24);
        SpaceLimits space = new SpaceLimits(4_096_000, 2_048_000, 1_638_400, 99);
        assertThat(Bytes.hex(buffer, encoder.space(77, space))).isEqualTo(expected.hex());
    }

    @Test
    void aReplyThatDoesNotFitIsNotSent() {
        assertThatThrownBy(() -> encoder.data(77, 1024)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void listsAFolderInPartsOfAnySize() {
        List<Entry> entries =
                List.of(
                        new Entry("base", new NodeId(11), Kind.FOLDER),
                        new Entry("PG_VERSION", new NodeId(12), Kind.FILE),
                        new Entry("pg_wal", new NodeId(13), Kind.LINK));
        MemorySegment out = MemorySegment.ofArray(new byte[112]);
        // "." and ".." take 32 bytes each, "base" another 32; "PG_VERSION" would take 40.
        assertThat(FolderEncoder.encode(out, FOLDER, entries, 0)).isEqualTo(96);
        assertThat(Bytes.hex(out, 96))
                .isEqualTo(
                        new Bytes()
                                .u64(9)
                                .u64(1)
                                .u32(1)
                                .u32(4)
                                .raw(pad(".", 8))
                                .u64(9)
                                .u64(2)
                                .u32(2)
                                .u32(4)
                                .raw(pad("..", 8))
                                .u64(11)
                                .u64(3)
                                .u32(4)
                                .u32(4)
                                .raw(pad("base", 8))
                                .hex());
        assertThat(FolderEncoder.encode(out, FOLDER, entries, 3)).isEqualTo(72);
        assertThat(Bytes.hex(out, 72))
                .isEqualTo(
                        new Bytes()
                                .u64(12)
                                .u64(4)
                                .u32(10)
                                .u32(8)
                                .raw(pad("PG_VERSION", 16))
                                .u64(13)
                                .u64(5)
                                .u32(6)
                                .u32(10)
                                .raw(pad("pg_wal", 8))
                                .hex());
        assertThat(FolderEncoder.encode(out, FOLDER, entries, 5)).isZero();
        assertThat(FolderEncoder.encode(out, FOLDER, entries, Long.MAX_VALUE)).isZero();
    }

    @Test
    void tellsTheKernelWhatToForget() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = NotificationEncoder.entryGone(arena, NodeId.ROOT, "tl-1");
            assertThat(Bytes.hex(entry, entry.byteSize()))
                    .isEqualTo(
                            new Bytes()
                                    .u32(37)
                                    .u32(3)
                                    .u64(0)
                                    .u64(1)
                                    .u32(4)
                                    .u32(0)
                                    .name("tl-1")
                                    .hex());
            MemorySegment node = NotificationEncoder.nodeChanged(arena, new NodeId(7));
            assertThat(Bytes.hex(node, node.byteSize()))
                    .isEqualTo(new Bytes().u32(40).u32(2).u64(0).u64(7).u64(0).u64(0).hex());
        }
    }

    private static Bytes out(int length) {
        return new Bytes().u32(length).u32(0).u64(77);
    }

    /** The 88 bytes of struct fuse_attr for {@link #FILE}. */
    private static Bytes fileAttributes(Bytes before) {
        int nanos = 500_000_007;
        before.u64(7).u64(8193).u64(9).u64(1).u64(1).u64(1).u32(nanos).u32(nanos).u32(nanos);
        return before.u32(0100640).u32(1).u32(101).u32(102).u32(0).u32(4096).u32(0);
    }

    private static byte[] pad(String name, int length) {
        return Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), length);
    }
}
