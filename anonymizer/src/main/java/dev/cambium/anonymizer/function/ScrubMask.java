package dev.cambium.anonymizer.function;

import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.detect.DataKind;
import dev.cambium.anonymizer.detect.Finding;
import dev.cambium.anonymizer.detect.TextFinder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Takes personal data out of free text: what a recogniser knows, names that a dictionary knows, and
 * what other masked columns of the same row say. Each is replaced with what its own function makes
 * of it, so that the same address becomes the same one here and in its own column. A name that no
 * dictionary knows stays: for texts that must be safe, lorem or redact is the better choice.
 */
final class ScrubMask implements Mask {

    /** Shorter values of a row would be found in the middle of everything. */
    private static final int ROW_VALUE_MIN = 4;

    /** What is put in place of what is found; all that {@link TextFinder} finds is here. */
    private static final Map<DataKind, MaskFunction> FUNCTIONS =
            Map.of(
                    DataKind.EMAIL_ADDRESS, MaskFunction.EMAIL,
                    DataKind.CARD_NUMBER, MaskFunction.CARD,
                    DataKind.IBAN, MaskFunction.IBAN,
                    DataKind.IP_ADDRESS, MaskFunction.IP,
                    DataKind.MAC_ADDRESS, MaskFunction.MAC_ADDRESS,
                    DataKind.PHONE_NUMBER, MaskFunction.PHONE,
                    DataKind.NATIONAL_ID, MaskFunction.DIGITS,
                    DataKind.URL, MaskFunction.URL,
                    DataKind.FIRST_NAME, MaskFunction.FIRST_NAME,
                    DataKind.LAST_NAME, MaskFunction.LAST_NAME);

    private final TextFinder finder = TextFinder.get();
    private final Map<DataKind, Mask> masks = new EnumMap<>(DataKind.class);
    private final List<Integer> others = new ArrayList<>();
    private final MaskContext context;

    ScrubMask(MaskContext context) {
        this.context = context;
        MaskContext wide =
                new MaskContext(
                        context.secret(),
                        context.table(),
                        ColumnType.text(),
                        new Arguments(MaskFunction.SCRUB, Map.of()));
        FUNCTIONS.forEach((kind, function) -> masks.put(kind, function.make(wide)));
        if (context.arguments().has("also")) {
            for (String column : context.arguments().list("also")) {
                others.add(context.indexOf(column));
            }
        }
    }

    @Override
    public @Nullable String of(String value, MaskedRow row) {
        String text = value;
        for (int other : others) {
            String source = row.source(other);
            if (source != null && source.length() >= ROW_VALUE_MIN && text.contains(source)) {
                String masked = row.masked(other);
                text = text.replace(source, masked == null ? "***" : masked);
            }
        }
        List<Finding> places = finder.find(text);
        if (places.isEmpty()) {
            return context.fitted(text);
        }
        StringBuilder scrubbed = new StringBuilder(text.length() + 16);
        int from = 0;
        for (Finding place : places) {
            Mask mask = masks.get(place.kind());
            String found = text.substring(place.start(), place.end());
            String safe = mask == null ? null : mask.of(found, row);
            scrubbed.append(text, from, place.start()).append(safe == null ? "***" : safe);
            from = place.end();
        }
        return context.fitted(scrubbed.append(text, from, text.length()).toString());
    }
}
