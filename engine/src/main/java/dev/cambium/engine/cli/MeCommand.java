package dev.cambium.engine.cli;

import dev.cambium.engine.api.User;

import picocli.CommandLine.Command;

/** {@code cambium me}. */
@Command(name = "me", header = "Show whose engine this is.")
final class MeCommand extends Verb {

    @Override
    void run() {
        User me = engine().account().me();
        output().print(
                        me,
                        () ->
                                Table.properties()
                                        .row("Login", me.login())
                                        .row("Email", me.email())
                                        .row("Name", me.name())
                                        .row("Projects limit", limit(me.projectsLimit())));
    }

    private static String limit(long count) {
        return count < 0 ? "none" : Amount.count(count);
    }
}
