package dev.cambium.anonymizer.detect;

/**
 * Personal data in a text.
 *
 * @param start index of its first char
 * @param end index after its last char
 */
public record Finding(DataKind kind, int start, int end) {

    public String in(String text) {
        return text.substring(start, end);
    }
}
