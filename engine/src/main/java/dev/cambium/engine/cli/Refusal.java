package dev.cambium.engine.cli;

/** The command line itself cannot do what was asked; the message says why and what to do. */
final class Refusal extends RuntimeException {

    Refusal(String message) {
        super(message);
    }
}
