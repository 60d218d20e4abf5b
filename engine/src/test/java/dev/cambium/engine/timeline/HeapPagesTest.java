package dev.cambium.engine.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class HeapPagesTest {

    private static final int PAGE = 8192;

    @ParameterizedTest
    @CsvSource({
        "0x0900, true, inserted and there",
        "0x0B00, true, frozen",
        "0x0A00, true, never inserted",
        "0x0500, true, deleted",
        "0x0800, false, whether it was inserted stands elsewhere",
        "0x0100, false, whether it was deleted stands elsewhere",
        "0x1500, false, by whom it was deleted stands elsewhere",
        "0x1900, true, locked by several and there",
        "0x0904, false, a value stands elsewhere",
    })
    void aRowSaysAllIfNoOtherFileCanChangeWhatIsReadOfIt(String infomask, boolean all, String why) {
        byte[] file = pages(1);
        row(file, 0, 0, 1, Integer.decode(infomask));
        assertThat(HeapPages.sayAll(file)).as(why).isEqualTo(all);
    }

    @Test
    void eachRowOfEachPageCounts() {
        byte[] file = pages(2);
        row(file, 0, 0, 1, 0x0900);
        row(file, 0, 1, 1, 0x0900);
        row(file, 1, 0, 1, 0x0900);
        assertThat(HeapPages.sayAll(file)).isTrue();
        row(file, 1, 1, 1, 0x0000);
        assertThat(HeapPages.sayAll(file)).isFalse();
    }

    @Test
    void pointersToNoRowAreNotFollowed() {
        byte[] file = pages(1);
        row(file, 0, 0, 2, 0x0000); // redirected
        row(file, 0, 1, 3, 0x0000); // dead
        assertThat(HeapPages.sayAll(file)).isTrue();
    }

    @Test
    void anEmptyFileSaysAllAndOneThatIsNoTableNothing() {
        assertThat(HeapPages.sayAll(new byte[0])).isTrue();
        assertThat(HeapPages.sayAll(new byte[PAGE])).isTrue(); // a page that was never filled
        assertThat(HeapPages.sayAll(new byte[PAGE + 1])).isFalse();
        byte[] damaged = pages(1);
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putShort(12, (short) 0xFFFF);
        assertThat(HeapPages.sayAll(damaged)).isFalse();
        byte[] outside = pages(1);
        row(outside, 0, 0, 1, 0x0900);
        ByteBuffer.wrap(outside).order(ByteOrder.LITTLE_ENDIAN).putInt(24, 1 << 15 | PAGE - 4);
        assertThat(HeapPages.sayAll(outside)).isFalse();
    }

    private static byte[] pages(int count) {
        byte[] file = new byte[count * PAGE];
        for (int page = 0; page < count; page++) {
            ByteBuffer.wrap(file)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort(page * PAGE + 12, (short) 24);
        }
        return file;
    }

    /** The next row of a page, of 64 bytes. */
    private static void row(byte[] file, int page, int index, int flags, int infomask) {
        ByteBuffer bytes =
                ByteBuffer.wrap(file, page * PAGE, PAGE).slice().order(ByteOrder.LITTLE_ENDIAN);
        int at = PAGE - 64 * (index + 1);
        bytes.putInt(24 + 4 * index, at | flags << 15 | 64 << 17);
        bytes.putShort(at + 20, (short) infomask);
        bytes.putShort(12, (short) (24 + 4 * (index + 1)));
    }
}
