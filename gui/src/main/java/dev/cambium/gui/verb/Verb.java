package dev.cambium.gui.verb;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.gui.workspace.Notice;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something to ask the engine to do.
 *
 * @param failed the title of the notice when it does not
 * @param call asks it, for a project's id; runs away from the screen
 * @param told the notice when it is done
 * @param after what the window does then
 */
public record Verb<T>(
        String failed,
        BiFunction<EngineClient, String, T> call,
        Function<T, Notice> told,
        Consumer<T> after) {

    static <T> Verb<T> of(
            String failed, BiFunction<EngineClient, String, T> call, Function<T, Notice> told) {
        return new Verb<>(failed, call, told, result -> {});
    }

    Verb<T> then(Consumer<T> action) {
        return new Verb<>(failed, call, told, action);
    }
}
