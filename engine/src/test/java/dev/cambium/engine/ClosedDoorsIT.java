package dev.cambium.engine;

import static dev.cambium.engine.EndpointsFixture.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;

/** Branches of content that lets nobody in, by a trigger on logins. */
class ClosedDoorsIT extends OnLife {

    private static final String CLOSED =
            """
            create function closed() returns event_trigger language plpgsql
            as $$ begin raise exception 'closed'; end $$;
            create event trigger closed on login execute function closed();
            """;

    @Test
    void aDatabaseThatLetsNobodyInKeepsNoBranchFromItsStartOrItsReset() throws Exception {
        engine.create("closed", "main");
        engine.create("reset", "closed");
        try (Connection shop = engine.connect("closed")) {
            execute(shop, CLOSED);
        }

        engine.create("born closed", "closed");
        engine.life.reset(engine.project(), "reset", null, false);

        for (String branch : new String[] {"born closed", "reset"}) {
            assertThatThrownBy(() -> engine.connect(branch).close()).hasMessageContaining("closed");
            // The other database is where one gets in to mend it: the password is that of now.
            elsewhere(branch).close();
        }
    }

    @Test
    void aBranchWhoseNewContentCannotBeGivenItsRolesStaysWhatItIs() throws Exception {
        engine.create("locked", "main");
        engine.create("spared", "locked");
        engine.write("spared", 70);
        // Its parent's content has another one, so that there is something to be given.
        engine.service.contents().resetPassword(engine.branch("spared"), "me");
        try (Connection shop = engine.connect("locked");
                Connection other = elsewhere("locked")) {
            execute(shop, CLOSED);
            execute(other, CLOSED);
        }

        refused(
                () -> engine.life.reset(engine.project(), "spared", null, false),
                "COMPUTE_NOT_STARTED",
                "closed");

        assertThat(engine.numbers("spared")).containsExactly(1, 70);
        assertThat(engine.life.trash(engine.project()))
                .noneMatch(item -> item.branchName().equals("spared"));
    }

    private static Connection elsewhere(String branch) throws SQLException {
        return EndpointsFixture.connect(
                engine.branch(branch).port(), "postgres", engine.password(branch, "me"));
    }
}
