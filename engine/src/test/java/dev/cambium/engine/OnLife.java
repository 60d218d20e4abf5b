package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.life.BranchUpdate;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.travel.Query;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Tests that share one engine without its API, and what they ask it. */
abstract class OnLife {

    @TempDir private static Path folder;

    static LifeFixture engine;

    @BeforeAll
    static void openAHome() throws Exception {
        System.setProperty("cambium.expiries.lookMillis", "300");
        engine = LifeFixture.withProject(folder.resolve("home"));
    }

    @AfterAll
    static void closeIt() throws Exception {
        System.clearProperty("cambium.expiries.lookMillis");
        engine.close();
    }

    static BranchUpdate expiring(Instant at) {
        return new BranchUpdate(null, null, new BranchUpdate.Expiry(at));
    }

    static String count(String branch, Moment moment) {
        return String.valueOf(
                engine.service
                        .questions()
                        .query(
                                engine.branch(branch),
                                moment,
                                new Query(
                                        "select count(*) from note",
                                        "shop",
                                        "me",
                                        10,
                                        Duration.ofSeconds(30)))
                        .rows()
                        .getFirst()
                        .getFirst());
    }

    static void refusedToFind(String branch) {
        refused(() -> engine.branch(branch), "BRANCH_NOT_FOUND", branch);
    }

    static void refused(ThrowingCallable verb, String code, String sentence) {
        assertThatThrownBy(verb)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(sentence);
    }
}
