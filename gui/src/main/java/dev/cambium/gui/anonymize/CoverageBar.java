package dev.cambium.gui.anonymize;

import dev.cambium.gui.l10n.Text;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How much of what is personal somebody decided about, as a bar and in words. */
final class CoverageBar {

    private static final double WIDTH = 240;

    private final Region decided = part("coverage-decided");
    private final Region suggested = part("coverage-suggested");
    private final Region open = part("coverage-open");
    private final HBox bar = new HBox(decided, suggested, open);
    private final Label words = new Label();
    private final VBox root = new VBox(4, words, bar);

    CoverageBar() {
        root.setId("anonymize-coverage");
        root.getStyleClass().add("coverage");
        bar.getStyleClass().add("coverage-bar");
        bar.setMinWidth(WIDTH);
        bar.setMaxWidth(WIDTH);
        words.setId("anonymize-coverage-words");
        words.getStyleClass().add("small");
        words.setMinWidth(Region.USE_PREF_SIZE);
    }

    VBox root() {
        return root;
    }

    private static Region part(String styleClass) {
        Region part = new Region();
        part.getStyleClass().add(styleClass);
        return part;
    }

    /** Shows nothing while no column is known that somebody would have to decide about. */
    void show(Coverage coverage) {
        root.setVisible(coverage.sensitive() > 0);
        double all = Math.max(1, coverage.sensitive());
        width(decided, coverage.decided() / all);
        width(suggested, coverage.suggested() / all);
        width(open, coverage.open() / all);
        String said =
                Text.get(
                        "anonymize.coverage",
                        coverage.sensitive(),
                        coverage.decided(),
                        coverage.suggested(),
                        coverage.open());
        words.setText(said);
        root.setAccessibleText(said);
    }

    private static void width(Region part, double share) {
        part.setMinWidth(share * WIDTH);
        part.setPrefWidth(share * WIDTH);
        part.setMaxWidth(share * WIDTH);
    }
}
