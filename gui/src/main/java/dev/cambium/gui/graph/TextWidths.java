package dev.cambium.gui.graph;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

import java.util.LinkedHashMap;
import java.util.Map;

/** How wide words are in a type face, remembered; and words cut to a width. */
public final class TextWidths {

    /** Names and details of a thousand branches. */
    private static final int MOST_REMEMBERED = 4000;

    private final Text ruler = new Text();
    private final Map<String, Double> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    public TextWidths(Font font) {
        ruler.setFont(font);
    }

    public double of(String words) {
        return known.computeIfAbsent(words, this::measure);
    }

    private double measure(String words) {
        ruler.setText(words);
        return Math.ceil(ruler.getLayoutBounds().getWidth());
    }

    /** The words, or as many of their first letters as fit before an ellipsis. */
    public String cut(String words, double width) {
        if (of(words) <= width) {
            return words;
        }
        int fits = 0;
        int tooMany = words.length();
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) / 2;
            if (measure(words.substring(0, middle) + "…") <= width) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return words.substring(0, fits) + "…";
    }
}
