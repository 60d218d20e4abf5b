package dev.cambium.gui.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.memory.Records;
import dev.cambium.gui.memory.Samples;

import org.junit.jupiter.api.Test;

class BranchKindTest {

    private final Branch main = Samples.shop().find("main");

    @Test
    void isToldByTheName() {
        assertThat(BranchKind.of(called("preview/pr-7"))).isEqualTo(BranchKind.PREVIEW);
        assertThat(BranchKind.of(called("ci-123"))).isEqualTo(BranchKind.CI);
        assertThat(BranchKind.of(called("dev_old_20261120"))).isEqualTo(BranchKind.BACKUP);
        assertThat(BranchKind.of(called("alice/cart"))).isEqualTo(BranchKind.DEV);
    }

    @Test
    void ofMaskedRowsCountsForMoreThanAName() {
        Branch preview = called("preview/pr-7");
        Branch masked =
                Records.with(preview, "cambium", Records.with(preview.cambium(), "masked", true));
        assertThat(BranchKind.of(masked)).isEqualTo(BranchKind.ANONYMIZED);
    }

    @Test
    void ofTheDefaultBranchIsMainWhateverItIsCalled() {
        assertThat(BranchKind.of(Records.with(main, "name", "ci/main"))).isEqualTo(BranchKind.MAIN);
    }

    private Branch called(String name) {
        return Records.with(main, "name", name, "isDefault", false);
    }
}
