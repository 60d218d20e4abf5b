package dev.cambium.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.transfer.ScriptItem.MetaCommand;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PsqlCommandTest {

    @Test
    void connectsAsDumpsWriteIt() {
        assertThat(of("c", "chinook;")).isEqualTo(new PsqlCommand.Connect("chinook", null));
        assertThat(of("connect", "\"My \"\"Db\" bob"))
                .isEqualTo(new PsqlCommand.Connect("My \"Db", "bob"));
        assertThat(of("connect", "- bob")).isEqualTo(new PsqlCommand.Connect(null, "bob"));
        assertThat(of("connect", "-reuse-previous=on \"dbname='it\\'s a \\\\ db'\""))
                .isEqualTo(new PsqlCommand.Connect("it's a \\ db", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop bob db.example.com",
                "postgresql://db.example.com/shop",
                "\"host=db.example.com dbname=shop\""
            })
    void refusesToConnectElsewhere(String arguments) {
        assertThat(of("connect", arguments)).isInstanceOf(PsqlCommand.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"!", "copy", "o", "gexec", "if", "setenv", "cd", "nonsense", "lo_import"})
    void refusesWhatItDoesNotKnowOrWhatReachesOutside(String name) {
        assertThat(of(name, "x")).isInstanceOf(PsqlCommand.Refused.class);
    }

    @Test
    void refusesProgramsInArguments() {
        assertThat(of("echo", "`date`")).isInstanceOf(PsqlCommand.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "pset", "timing", "x", "dt", "d+", "conninfo"})
    void leavesOutWhatOnlyPrints(String name) {
        assertThat(of(name, "")).isInstanceOf(PsqlCommand.Ignored.class);
    }

    @Test
    void knowsVariablesOfPsqlFromThoseOfTheScript() {
        assertThat(of("set", "ON_ERROR_STOP off")).isInstanceOf(PsqlCommand.Ignored.class);
        assertThat(of("set", "QUIET on")).isInstanceOf(PsqlCommand.Ignored.class);
        assertThat(of("set", "AUTOCOMMIT off")).isInstanceOf(PsqlCommand.Refused.class);
        assertThat(of("set", "rows 5")).isInstanceOf(PsqlCommand.Refused.class);
    }

    private static PsqlCommand of(String name, String arguments) {
        return PsqlCommand.of(new MetaCommand(1, name, arguments));
    }
}
