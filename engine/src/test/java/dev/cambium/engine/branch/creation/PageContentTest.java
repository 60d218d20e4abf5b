package dev.cambium.engine.branch.creation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

class PageContentTest {

    private static final int PAGE = 8192;

    private final byte[] made = content(3 * PAGE);

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 9, PAGE, 2 * PAGE + 9})
    void whereAPageWasWrittenAndItsChecksumDoNotMatter(int at) {
        assertThat(PageContent.isSame(made, changed(made, at))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 4711, PAGE - 1, PAGE + 10, 3 * PAGE - 1})
    void eachOtherByteDoes(int at) {
        assertThat(PageContent.isSame(made, changed(made, at))).isFalse();
    }

    @Test
    void moreOrFewerPagesAreNotTheSame() {
        assertThat(PageContent.isSame(made, Arrays.copyOf(made, 2 * PAGE))).isFalse();
        assertThat(PageContent.isSame(made, Arrays.copyOf(made, 4 * PAGE))).isFalse();
        assertThat(PageContent.isSame(new byte[0], new byte[0])).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 10, 511})
    void ofWhatDoesNotConsistOfPagesEachByteMatters(int at) {
        byte[] map = content(512);

        assertThat(PageContent.isSame(map, map.clone())).isTrue();
        assertThat(PageContent.isSame(map, changed(map, at))).isFalse();
    }

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(57).nextBytes(content);
        return content;
    }

    private static byte[] changed(byte[] from, int at) {
        byte[] changed = from.clone();
        changed[at]++;
        return changed;
    }
}
