package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.util.Set;

class CommandsTest {

    @Test
    void aLineThatNamesAVerbIsGivenThatOneAlone() {
        CommandLine line =
                line("--home", "list", "branches", "-o", "json", "create", "--name", "get");

        assertThat(names(line)).containsExactlyInAnyOrder("branches", "branch");
        assertThat(names(below(line, "branches"))).containsExactly("create");
    }

    @Test
    void aVerbIsFoundByItsOtherNameAndBelowANounBelowANoun() {
        assertThat(names(below(line("branch", "sd", "main"), "branches")))
                .containsExactlyInAnyOrder("schema-diff", "sd");
        CommandLine schedule =
                below(below(line("snapshots", "schedule", "set"), "snapshots"), "schedule");
        assertThat(names(schedule)).containsExactly("set");
    }

    @Test
    void whereNoVerbIsNamedOrNoneThatThereIsAllCanBeTold() {
        assertThat(names(below(line("branches"), "branches"))).contains("list", "create", "reset");
        assertThat(names(below(line("branches", "rest"), "branches"))).contains("reset", "restore");
        assertThat(names(line("--help"))).containsAll(Commands.ALL.keySet());
        assertThat(names(line())).containsAll(Commands.ALL.keySet());
    }

    private static CommandLine line(String... args) {
        CommandLine line = new CommandLine(CommandSpec.create());
        Commands.addTo(line, args);
        return line;
    }

    private static CommandLine below(CommandLine line, String name) {
        return line.getSubcommands().get(name);
    }

    private static Set<String> names(CommandLine line) {
        return line.getSubcommands().keySet();
    }
}
