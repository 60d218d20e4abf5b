package dev.cambium.gui.workspace;

import dev.cambium.gui.l10n.Text;

/** How the window stands to its engine. */
public enum EngineState {
    /** The first question is on its way; nothing has been shown yet. */
    CONNECTING("engine.state.connecting"),
    /** The last question was answered; what is shown is live. */
    READY("engine.state.ready"),
    /** The engine does not answer; what is shown may be old; the window keeps asking. */
    LOST("engine.state.lost");

    private final String key;

    EngineState(String key) {
        this.key = key;
    }

    public String word() {
        return Text.get(key);
    }
}
