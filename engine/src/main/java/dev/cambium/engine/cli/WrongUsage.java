package dev.cambium.engine.cli;

/** What was typed makes no sense, as a sentence; the command has done nothing yet. */
final class WrongUsage extends RuntimeException {

    WrongUsage(String message) {
        super(message);
    }
}
