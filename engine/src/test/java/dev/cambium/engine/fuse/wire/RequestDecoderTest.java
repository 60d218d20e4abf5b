package dev.cambium.engine.fuse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseError;
import dev.cambium.engine.fuse.FuseFiles.NodeId;
import dev.cambium.engine.fuse.abi.InitFlag;
import dev.cambium.engine.fuse.abi.Opcode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class RequestDecoderTest {

    /** LOOKUP of "pg_wal" in node 5 by process 0x4d2, as the kernel sends it on a PC. */
    private static final String GOLDEN_LOOKUP =
            "2f00000001000000" // length 47, opcode 1
                    + "4d00000000000000" // unique 77
                    + "0500000000000000" // node 5
                    + "0000000000000000" // uid, gid
                    + "d204000000000000" // pid, extension length, padding
                    + "70675f77616c00"; // "pg_wal" and zero

    @Test
    void readsARequestAsTheKernelSendsIt() throws Exception {
        MemorySegment bytes = MemorySegment.ofArray(HexFormat.of().parseHex(GOLDEN_LOOKUP));
        RequestHeader header = RequestHeader.decode(bytes);
        assertThat(header).isEqualTo(new RequestHeader(47, 1, 77, new NodeId(5), 1234));
        assertThat(RequestDecoder.decode(header, bytes)).isEqualTo(new Request.Lookup("pg_wal"));
    }

    @Test
    void readsBothFormsOfInit() throws Exception {
        Bytes old = Bytes.request(26).u32(7).u32(31).u32(131072).u32(0x2010000);
        assertThat(decode(old)).isEqualTo(new Request.Init(7, 31, 131072, 0x2010000));
        Bytes extended = Bytes.request(26).u32(7).u32(45).u32(131072).u32(0x73fffffb).u32(0x5fd);
        long flags = 0x5fd_73fffffbL;
        assertThat(flags & InitFlag.INIT_EXT).isNotZero();
        assertThat(decode(extended.zeros(44))).isEqualTo(new Request.Init(7, 45, 131072, flags));
    }

    @Test
    void readsWhatIsForgotten() throws Exception {
        assertThat(decode(Bytes.request(2).u64(3))).isEqualTo(new Request.Forget(3));
        assertThat(decode(Bytes.request(42).u32(2).u32(0).u64(8).u64(1).u64(9).u64(4)))
                .isEqualTo(
                        new Request.BatchForget(
                                List.of(
                                        new Request.Forgotten(new NodeId(8), 1),
                                        new Request.Forgotten(new NodeId(9), 4))));
        assertThatThrownBy(() -> decode(Bytes.request(42).u32(3).u32(0).u64(8).u64(1)))
                .isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> decode(Bytes.request(42).u32(-1).u32(0)))
                .isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void readsWhichAttributesChange() throws Exception {
        assertThat(decode(setattr(0)))
                .isEqualTo(new Request.SetAttributes(null, null, null, null, null, false));
        assertThat(decode(setattr(1 | 2 | 4 | 8 | 32)))
                .isEqualTo(new Request.SetAttributes(8192L, 0640, 101, 102, 1_500_000_007L, false));
        assertThat(decode(setattr(32 | 256)))
                .isEqualTo(new Request.SetAttributes(null, null, null, null, null, true));
    }

    private static Bytes setattr(int valid) {
        Bytes sizes = Bytes.request(4).u32(valid).u32(0).u64(0).u64(8192).u64(0);
        Bytes times = sizes.u64(9).u64(1).u64(9).u32(9).u32(500_000_007).u32(9);
        return times.u32(0100640).u32(0).u32(101).u32(102).u32(0);
    }

    @Test
    void readsWhatIsMade() throws Exception {
        assertThat(decode(Bytes.request(35).u32(2).u32(0100600).u32(0).u32(0).name("new")))
                .isEqualTo(new Request.MakeFile("new", 0600, true));
        assertThat(decode(Bytes.request(8).u32(0100644).zeros(12).name("new")))
                .isEqualTo(new Request.MakeFile("new", 0644, false));
        assertThat(decode(Bytes.request(9).u32(0700).u32(0).name("folder")))
                .isEqualTo(new Request.MakeFolder("folder", 0700));
        assertThat(decode(Bytes.request(6).name("link").name("../target")))
                .isEqualTo(new Request.MakeLink("link", "../target"));
        assertRefused(Errno.EPERM, Bytes.request(8).u32(0010644).zeros(12).name("fifo"));
    }

    @Test
    void readsRenames() throws Exception {
        assertThat(decode(Bytes.request(12).u64(6).name("a").name("b")))
                .isEqualTo(new Request.Rename("a", new NodeId(6), "b", false));
        assertThat(decode(Bytes.request(45).u64(6).u32(1).u32(0).name("a").name("b")))
                .isEqualTo(new Request.Rename("a", new NodeId(6), "b", true));
        assertRefused(Errno.EINVAL, Bytes.request(45).u64(6).u32(2).u32(0).name("a").name("b"));
    }

    @Test
    void readsReadsAndWrites() throws Exception {
        assertThat(decode(Bytes.request(15).u64(0).u64(8192).u32(4096).zeros(20)))
                .isEqualTo(new Request.Read(8192, 4096));
        Request.Write write = (Request.Write) decode(write(3, 0));
        assertThat(write.offsetBytes()).isEqualTo(100);
        assertThat(write.content().toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3);
        assertThat(write.durability()).isEqualTo(Request.Durability.LATER);
        assertThatThrownBy(() -> decode(write(4, 0))).isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> decode(write(2, 0))).isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> decode(Bytes.request(15).u64(0).u64(0).u32(1 << 21).zeros(20)))
                .isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> decode(Bytes.request(15).u64(0).u64(-1).u32(1).zeros(20)))
                .isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void learnsFromAWriteHowDurableItMustBe() throws Exception {
        assertThat(((Request.Write) decode(write(3, 010002))).durability())
                .isEqualTo(Request.Durability.DATA);
        assertThat(((Request.Write) decode(write(3, 04010002))).durability())
                .isEqualTo(Request.Durability.ALL);
    }

    private static Bytes write(int length, int flags) {
        Bytes struct = Bytes.request(16).u64(0).u64(100).u32(length).u32(1).u64(0);
        return struct.u32(flags).u32(0).raw(new byte[] {1, 2, 3});
    }

    @Test
    void allocatesButPunchesNoHoles() throws Exception {
        assertThat(decode(Bytes.request(43).u64(0).u64(8192).u64(65536).u32(0).u32(0)))
                .isEqualTo(new Request.Allocate(8192, 65536));
        assertThat(decode(Bytes.request(43).u64(0).u64(8192).u64(65536).u32(3).u32(0)))
                .isEqualTo(new Request.Refused(Errno.EOPNOTSUPP));
    }

    @Test
    void readsSyncs() throws Exception {
        assertThat(decode(Bytes.request(20).u64(0).u32(1).u32(0)))
                .isEqualTo(new Request.Sync(true));
        assertThat(decode(Bytes.request(20).u64(0).u32(0).u32(0)))
                .isEqualTo(new Request.Sync(false));
        assertThat(decode(Bytes.request(30).u64(0).u32(0).u32(0)))
                .isEqualTo(new Request.SyncFolder());
    }

    @Test
    void refusesWhatTheKernelCanDoWithout() throws Exception {
        assertThat(decode(Bytes.request(14).u32(0).u32(0)))
                .isEqualTo(new Request.Refused(Errno.ENOSYS));
        assertThat(decode(Bytes.request(13).u64(9).name("hard")))
                .isEqualTo(new Request.Refused(Errno.EPERM));
        assertThat(decode(Bytes.request(99))).isEqualTo(new Request.Refused(Errno.ENOSYS));
    }

    @Test
    void takesNamesOf255BytesAndNoMore() throws Exception {
        assertThat(decode(Bytes.request(1).name("n".repeat(255))))
                .isEqualTo(new Request.Lookup("n".repeat(255)));
        assertRefused(Errno.ENAMETOOLONG, Bytes.request(1).name("n".repeat(256)));
        assertThat(decode(Bytes.request(1).name("ä".repeat(127))))
                .isEqualTo(new Request.Lookup("ä".repeat(127)));
        assertRefused(Errno.ENAMETOOLONG, Bytes.request(1).name("ä".repeat(128)));
        assertRefused(Errno.EINVAL, Bytes.request(1).raw(new byte[] {(byte) 0xff, 0}));
        assertThatThrownBy(() -> decode(Bytes.request(1).raw(new byte[] {'a'})))
                .isInstanceOf(MalformedRequestException.class);
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void neverReadsPastTheEndOfARequest(Opcode opcode) throws Exception {
        Random random = new Random(opcode.number());
        for (int length = 40; length < 140; length++) {
            byte[] body = new byte[length - 40];
            random.nextBytes(body);
            try {
                assertThat(decode(Bytes.request(opcode.number()).raw(body))).isNotNull();
            } catch (MalformedRequestException | FuseError e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void aHeaderMustBeWholeAndTellTheTruth() {
        assertThatThrownBy(() -> RequestHeader.decode(MemorySegment.ofArray(new byte[39])))
                .isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> RequestHeader.decode(MemorySegment.ofArray(new byte[40])))
                .isInstanceOf(MalformedRequestException.class);
    }

    private static Request decode(Bytes bytes) throws Exception {
        MemorySegment segment = bytes.segment();
        return RequestDecoder.decode(RequestHeader.decode(segment), segment);
    }

    private static void assertRefused(Errno errno, Bytes bytes) {
        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOfSatisfying(
                        FuseError.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
