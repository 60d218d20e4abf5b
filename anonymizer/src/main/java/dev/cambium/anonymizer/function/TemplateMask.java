package dev.cambium.anonymizer.function;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with the row's other columns in it, as they are after masking: {@code
 * {first_name}.{id}@example.com}.
 */
final class TemplateMask implements Mask {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

    /** Fixed texts, with a column behind each but the last. */
    private final List<String> texts = new ArrayList<>();

    private final List<Integer> columns = new ArrayList<>();
    private final MaskContext context;

    TemplateMask(MaskContext context) {
        this.context = context;
        String template = context.arguments().text("text");
        Matcher place = PLACE.matcher(template);
        int from = 0;
        while (place.find()) {
            texts.add(template.substring(from, place.start()));
            columns.add(context.indexOf(place.group(1)));
            from = place.end();
        }
        texts.add(template.substring(from));
    }

    @Override
    public @Nullable String of(String value, MaskedRow row) {
        StringBuilder filled = new StringBuilder(texts.getFirst());
        for (int i = 0; i < columns.size(); i++) {
            String masked = row.masked(columns.get(i));
            filled.append(masked == null ? "" : masked).append(texts.get(i + 1));
        }
        return context.fitted(filled.toString());
    }
}
