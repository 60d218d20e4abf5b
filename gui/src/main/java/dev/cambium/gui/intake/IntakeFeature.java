package dev.cambium.gui.intake;

import dev.cambium.gui.command.Command;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.workspace.EngineState;

import javafx.beans.binding.BooleanBinding;

import java.util.List;

/** Imports and the sample shop, as commands. */
public final class IntakeFeature implements Feature {

    /** The command that makes a project with the sample shop. */
    public static final String SAMPLE = "sample-shop";

    @Override
    public void join(Frame frame) {
        BooleanBinding engine =
                frame.workspace().engineStateProperty().isEqualTo(EngineState.READY);
        frame.commands()
                .add(
                        Command.of(
                                        KeyMap.IMPORT,
                                        "fth-download",
                                        () -> IntakeView.open(frame, List.of()))
                                .when(engine));
        frame.commands()
                .add(
                        Command.of(
                                        SAMPLE,
                                        "import.sample",
                                        "fth-shopping-bag",
                                        () -> SampleView.open(frame))
                                .when(engine));
    }
}
