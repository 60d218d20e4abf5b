package dev.cambium.gui.schema;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.screen.Feature;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Screen;
import dev.cambium.gui.session.JdbcSessions;
import dev.cambium.gui.session.SqlSessions;

/** The screen of schemas. */
public final class SchemaFeature implements Feature {

    @Override
    public void join(Frame frame) {
        SqlSessions sessions = new JdbcSessions(frame.workspace()::engine);
        frame.screens()
                .add(
                        new Screen(
                                KeyMap.SCHEMA,
                                "schema.title",
                                "fth-database",
                                true,
                                () -> view(frame, sessions)));
    }

    /** For tests also with sessions that need no server. */
    static SchemaView view(Frame frame, SqlSessions sessions) {
        return new SchemaView(
                new SchemaViewModel(frame.workspace(), sessions, frame.tasks()),
                new ComparisonViewModel(frame.workspace()),
                frame);
    }
}
