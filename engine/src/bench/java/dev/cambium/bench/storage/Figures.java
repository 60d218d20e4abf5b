package dev.cambium.bench.storage;

import java.util.List;
import java.util.Locale;

/**
 * Values of one thing measured several times.
 *
 * @param values in the order in which they were measured; not empty
 */
record Figures(List<Double> values) {

    double median() {
        return at(0.5);
    }

    double min() {
        return at(0);
    }

    double max() {
        return at(1);
    }

    /** The value that this share of all, from 0 to 1, does not exceed. */
    double at(double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
    }

    /** The median, and the least and the most in brackets. */
    String told() {
        return "%s (%s–%s)".formatted(number(median()), number(min()), number(max()));
    }

    /** Three digits that count: what is behind them is noise. */
    static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
