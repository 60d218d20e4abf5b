package dev.cambium.gui.console;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Screen;
import dev.cambium.gui.session.JdbcSessions;
import dev.cambium.gui.session.SqlSessions;

/** The screen on which SQL is written and run. */
public final class ConsoleFeature implements Feature {

    @Override
    public void join(Frame frame) {
        SqlSessions sessions = new JdbcSessions(frame.workspace()::engine);
        frame.screens()
                .add(
                        new Screen(
                                KeyMap.CONSOLE,
                                "console.title",
                                "fth-terminal",
                                true,
                                () -> view(frame, sessions)));
    }

    /** For tests also with sessions that need no server. */
    static ConsoleView view(Frame frame, SqlSessions sessions) {
        QueryHistory history = new QueryHistory(frame.preferences().folder().orElse(null));
        return new ConsoleView(
                new ConsoleViewModel(frame.workspace(), sessions, frame.tasks(), history), frame);
    }
}
