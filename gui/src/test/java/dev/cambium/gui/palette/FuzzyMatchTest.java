package dev.cambium.gui.palette;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FuzzyMatchTest {

    @Test
    void lettersMustComeInTheirOrder() {
        assertThat(FuzzyMatch.score("nb", "New branch")).isPositive();
        assertThat(FuzzyMatch.score("bn", "New b")).isEqualTo(FuzzyMatch.NONE);
        assertThat(FuzzyMatch.score("z", "New branch")).isEqualTo(FuzzyMatch.NONE);
    }

    @Test
    void noLettersFitEverythingAlike() {
        assertThat(FuzzyMatch.score("", "New branch")).isZero();
        assertThat(FuzzyMatch.score("  ", "x")).isZero();
    }

    @Test
    void beginningsOfWordsCountMoreThanLettersInThem() {
        assertThat(FuzzyMatch.score("da", "dev/alice"))
                .isGreaterThan(FuzzyMatch.score("da", "shadwar"));
    }

    @Test
    void aLaterPlaceMayBeTheBetterBeginning() {
        assertThat(FuzzyMatch.score("al", "dev/alpha"))
                .isGreaterThan(FuzzyMatch.score("al", "dev/xaxl"));
    }

    @Test
    void ofTwoFitsTheShorterTextIsBetter() {
        assertThat(FuzzyMatch.score("main", "main"))
                .isGreaterThan(FuzzyMatch.score("main", "main_old_2026-11-20_11:58"));
    }
}
