package dev.cambium.engine.cli;

import picocli.CommandLine.Command;

import java.io.IOException;

/** {@code cambium workbench}. */
@Command(
        name = "workbench",
        header = "Open the window.",
        description =
                "It shows the branches as a tree, and does with a click what the commands do.")
final class WorkbenchCommand extends Verb {

    @Override
    void run() throws IOException, InterruptedException {
        GuiProcess.open(cambium().home());
        output().say("The workbench is open on " + cambium().home().folder() + ".");
    }
}
