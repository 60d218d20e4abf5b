package dev.cambium.engine.cli;

/** Colours for a terminal; leaves text alone where there is none. */
record Style(boolean coloured) {

    String strong(String text) {
        return wrap("1", text);
    }

    String faint(String text) {
        return wrap("2", text);
    }

    String good(String text) {
        return wrap("32", text);
    }

    String bad(String text) {
        return wrap("31", text);
    }

    String warning(String text) {
        return wrap("33", text);
    }

    private String wrap(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
