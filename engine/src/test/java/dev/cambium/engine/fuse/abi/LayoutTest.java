package dev.cambium.engine.fuse.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The numbers here were printed by a C program that includes the kernel's header. */
class LayoutTest {

    @Test
    void requestsAreAsLongAsTheKernelMakesThem() {
        assertThat(RequestLayout.InHeader.BYTES).isEqualTo(40);
        assertThat(RequestLayout.InitIn.BYTES).isEqualTo(64);
        assertThat(RequestLayout.SetattrIn.BYTES).isEqualTo(88);
        assertThat(RequestLayout.WriteIn.BYTES).isEqualTo(40);
        assertThat(RequestLayout.ReadIn.BYTES).isEqualTo(40);
        assertThat(RequestLayout.FallocateIn.BYTES).isEqualTo(32);
        assertThat(RequestLayout.CreateIn.BYTES).isEqualTo(16);
        assertThat(RequestLayout.Rename2In.BYTES).isEqualTo(16);
        assertThat(RequestLayout.MknodIn.BYTES).isEqualTo(16);
        assertThat(RequestLayout.ReleaseIn.BYTES).isEqualTo(24);
        assertThat(RequestLayout.FsyncIn.BYTES).isEqualTo(16);
    }

    @Test
    void repliesAreAsLongAsTheKernelExpects() {
        assertThat(ReplyLayout.OutHeader.BYTES).isEqualTo(16);
        assertThat(ReplyLayout.InitOut.BYTES).isEqualTo(64);
        assertThat(ReplyLayout.Attr.BYTES).isEqualTo(88);
        assertThat(ReplyLayout.EntryOut.BYTES).isEqualTo(128);
        assertThat(ReplyLayout.AttrOut.BYTES).isEqualTo(104);
        assertThat(ReplyLayout.StatfsOut.BYTES).isEqualTo(80);
        assertThat(ReplyLayout.Dirent.BYTES).isEqualTo(24);
        assertThat(ReplyLayout.NotifyInvalEntryOut.BYTES).isEqualTo(16);
        assertThat(ReplyLayout.NotifyInvalInodeOut.BYTES).isEqualTo(24);
    }

    @Test
    void fieldsLieWhereTheKernelPutsThem() {
        assertThat(RequestLayout.WriteIn.FLAGS).isEqualTo(32);
        assertThat(RequestLayout.SetattrIn.MTIMENSEC).isEqualTo(60);
        assertThat(RequestLayout.SetattrIn.MODE).isEqualTo(68);
        assertThat(RequestLayout.SetattrIn.UID).isEqualTo(76);
        assertThat(RequestLayout.InitIn.FLAGS2).isEqualTo(16);
        assertThat(RequestLayout.FallocateIn.MODE).isEqualTo(24);
        assertThat(ReplyLayout.InitOut.MAX_PAGES).isEqualTo(28);
        assertThat(ReplyLayout.Attr.MODE).isEqualTo(60);
        assertThat(ReplyLayout.Attr.BLKSIZE).isEqualTo(80);
        assertThat(ReplyLayout.StatfsOut.NAMELEN).isEqualTo(44);
        assertThat(ReplyLayout.Dirent.TYPE).isEqualTo(20);
    }

    @Test
    void everyOperationIsFoundByItsNumber() {
        for (Opcode opcode : Opcode.values()) {
            assertThat(Opcode.of(opcode.number())).isEqualTo(opcode);
        }
        assertThat(Opcode.of(7)).isNull();
        assertThat(Opcode.of(-1)).isNull();
        assertThat(Opcode.of(4096)).isNull();
    }
}
