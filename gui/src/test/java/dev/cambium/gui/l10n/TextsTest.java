package dev.cambium.gui.l10n;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every text that is used exists, and every text that exists is used. */
class TextsTest {

    private static final Pattern IN_FXML = Pattern.compile("\"%([a-z.-]+)\"");
    private static final Pattern ASKED_FOR = Pattern.compile("Text\\.get\\(\\s*\"([^\"]+)\"");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z.-]*)\"");

    private static String sources(String folder, String ending) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(each -> each.toString().endsWith(ending)).toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        assertThat(all).as("sources below %s", folder).isNotEmpty();
        return all.toString();
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }

    @Test
    void noTextIsMissing() throws IOException {
        Set<String> asked = found(IN_FXML, sources("src/main/resources", ".fxml"));
        asked.addAll(found(ASKED_FOR, sources("src/main/java", ".java")));
        assertThat(asked).hasSizeGreaterThan(50);
        asked.removeAll(Text.bundle().keySet());
        assertThat(asked).as("keys without a text").isEmpty();
    }

    @Test
    void noKeyIsWrittenTwice() throws IOException {
        String file = sources("src/main/resources/dev/cambium/gui/l10n", ".properties");
        assertThat(file.lines().filter(line -> line.matches("[a-z][^=]*=.*")))
                .map(line -> line.substring(0, line.indexOf('=')))
                .doesNotHaveDuplicates();
    }

    @Test
    void noTextIsUnused() throws IOException {
        Set<String> used = found(IN_FXML, sources("src/main/resources", ".fxml"));
        used.addAll(found(LITERAL, sources("src/main/java", ".java")));
        Set<String> unused = new TreeSet<>(Text.bundle().keySet());
        unused.removeAll(used);
        assertThat(unused).as("texts that nobody shows").isEmpty();
    }

    @Test
    void noTextHoldsAnApostropheThatMessageFormatWouldSwallow() {
        for (String key : Text.bundle().keySet()) {
            assertThat(Text.bundle().getString(key)).as(key).doesNotContain("'").isNotBlank();
        }
    }

    @Test
    void fxmlHoldsNoTextOfItsOwn() throws IOException {
        String fxml = sources("src/main/resources", ".fxml");
        Matcher own =
                Pattern.compile("(?:text|promptText|accessibleText)=\"([^%\"$][^\"]*)\"")
                        .matcher(fxml);
        assertThat(own.find()).as("a text in FXML that is no key").isFalse();
    }

    @Test
    void everyButtonInFxmlSaysWhatItDoes() throws IOException {
        Matcher buttons =
                Pattern.compile("<(?:Button|ToggleButton|MenuButton)\\b([^>]*)>")
                        .matcher(sources("src/main/resources", ".fxml"));
        int count = 0;
        while (buttons.find()) {
            count++;
            String attributes = buttons.group(1);
            boolean named =
                    attributes.contains("text=\"%")
                            || attributes.contains("accessibleText=\"%")
                            // These get their words from their state.
                            || attributes.contains("id=\"start-suspend\"")
                            || attributes.contains("id=\"reveal\"")
                            || attributes.contains("id=\"confirm\"");
            assertThat(named).as("a name for <Button%s>", attributes).isTrue();
        }
        assertThat(count).isGreaterThan(20);
    }
}
