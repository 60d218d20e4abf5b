package dev.cambium.gui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Palette, roles, selectors: each may use only the one before. */
class StyleSheetsTest {

    private static final Pattern RAW = Pattern.compile("#[0-9a-fA-F]{3,8}\\b");
    private static final Pattern DEFINED = Pattern.compile("(?m)^\\s*(-[a-z0-9-]+):");
    private static final Pattern ROLE_USED = Pattern.compile("(-role-[a-z-]+)");

    private static String sheet(String name) throws IOException {
        try (var file =
                StyleSheetsTest.class.getResourceAsStream("/dev/cambium/gui/theme/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(matcher.groupCount()));
        }
        return found;
    }

    @Test
    void onlyThePaletteHoldsColours() throws IOException {
        for (String name :
                Set.of("light.css", "dark.css", "ground.css", "controls.css", "workbench.css")) {
            assertThat(RAW.matcher(sheet(name)).find()).as("a raw colour in %s", name).isFalse();
        }
    }

    @Test
    void darkRedefinesTheRolesOfLightAndNothingElse() throws IOException {
        assertThat(all(DEFINED, sheet("dark.css"))).isEqualTo(all(DEFINED, sheet("light.css")));
    }

    @Test
    void selectorsUseRolesThatExist() throws IOException {
        Set<String> roles = all(DEFINED, sheet("light.css"));
        for (String name : Set.of("ground.css", "controls.css", "workbench.css")) {
            assertThat(roles).as(name).containsAll(all(ROLE_USED, sheet(name)));
        }
    }

    @Test
    void everyPaletteColourHasARole() throws IOException {
        String roles = sheet("light.css") + sheet("dark.css");
        for (String raw : all(DEFINED, sheet("palette.css"))) {
            assertThat(roles).as("a role for %s", raw).containsPattern(raw + "\\b");
        }
    }
}
