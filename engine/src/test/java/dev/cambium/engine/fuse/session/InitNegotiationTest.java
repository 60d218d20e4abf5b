package dev.cambium.engine.fuse.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.fuse.abi.InitFlag;
import dev.cambium.engine.fuse.session.InitNegotiation.UnsupportedKernelException;
import dev.cambium.engine.fuse.wire.InitReply;
import dev.cambium.engine.fuse.wire.Request;

import org.junit.jupiter.api.Test;

class InitNegotiationTest {

    /** What Linux 6.18 offers. */
    private static final long OFFERED = 0x5fd_73fffffbL;

    @Test
    void takesWhatWasMeasuredToBeGood() throws Exception {
        InitReply reply = InitNegotiation.answer(new Request.Init(7, 45, 131072, OFFERED));
        assertThat(reply.minor()).isEqualTo(45);
        assertThat(reply.maxWriteBytes()).isEqualTo(1 << 20);
        assertThat(reply.maxPages()).isEqualTo(256);
        assertThat(reply.maxReadaheadBytes()).isEqualTo(131072);
        assertThat(reply.flags() & InitFlag.WRITEBACK_CACHE).isNotZero();
        assertThat(reply.flags() & InitFlag.EXPLICIT_INVAL_DATA).isNotZero();
        assertThat(reply.flags() & InitFlag.AUTO_INVAL_DATA).isZero();
    }

    @Test
    void asksForNothingThatWasNotOffered() throws Exception {
        long few = InitFlag.NO_OPEN_SUPPORT | InitFlag.EXPLICIT_INVAL_DATA;
        InitReply reply = InitNegotiation.answer(new Request.Init(7, 31, 4096, few));
        assertThat(reply.flags()).isEqualTo(few);
        assertThat(reply.minor()).isEqualTo(31);
    }

    @Test
    void speaksNoMoreThanItKnows() throws Exception {
        assertThat(InitNegotiation.answer(new Request.Init(7, 60, 0, OFFERED)).minor())
                .isEqualTo(45);
        assertThat(InitNegotiation.answer(new Request.Init(8, 0, 0, OFFERED)).major()).isEqualTo(7);
    }

    @Test
    void refusesAKernelThatIsTooOld() {
        assertThatThrownBy(() -> InitNegotiation.answer(new Request.Init(7, 29, 0, OFFERED)))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining("7.29");
        assertThatThrownBy(() -> InitNegotiation.answer(new Request.Init(7, 45, 0, 0)))
                .isInstanceOf(UnsupportedKernelException.class);
    }
}
