package dev.cambium.engine.catalog;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.security.SecureRandom;

/**
 * New names for new things, shaped like Neon's so that its tools accept them: words to read aloud,
 * and at least 26 random bits more against meeting one twice. Thread-safe.
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String[] ADJECTIVES = {
        "amber",
        "ancient",
        "autumn",
        "bold",
        "brave",
        "bright",
        "calm",
        "clear",
        "cool",
        "copper",
        "crimson",
        "curly",
        "damp",
        "dawn",
        "deep",
        "dewy",
        "dry",
        "dusky",
        "early",
        "fair",
        "fresh",
        "frosty",
        "gentle",
        "golden",
        "green",
        "hardy",
        "hidden",
        "high",
        "hollow",
        "humble",
        "jolly",
        "keen",
        "late",
        "leafy",
        "light",
        "little",
        "lively",
        "lofty",
        "long",
        "lucky",
        "mellow",
        "merry",
        "mild",
        "misty",
        "mossy",
        "noble",
        "odd",
        "old",
        "pale",
        "patient",
        "plain",
        "proud",
        "quick",
        "quiet",
        "rapid",
        "red",
        "rough",
        "round",
        "rustic",
        "shady",
        "sharp",
        "shy",
        "silent",
        "silver",
        "slow",
        "small",
        "smooth",
        "snowy",
        "soft",
        "spring",
        "steady",
        "still",
        "stout",
        "sunny",
        "sweet",
        "swift",
        "tall",
        "tender",
        "tidy",
        "tiny",
        "warm",
        "wandering",
        "white",
        "wild",
        "windy",
        "winter",
        "wise",
        "young",
        "zesty"
    };

    private static final String[] NOUNS = {
        "acorn",
        "alder",
        "apple",
        "ash",
        "aspen",
        "bark",
        "beech",
        "berry",
        "birch",
        "bloom",
        "bough",
        "bramble",
        "breeze",
        "brook",
        "bud",
        "bush",
        "canopy",
        "catkin",
        "cherry",
        "chestnut",
        "clearing",
        "clover",
        "cone",
        "copse",
        "cypress",
        "dale",
        "dell",
        "elder",
        "elm",
        "fern",
        "field",
        "fig",
        "fir",
        "flower",
        "forest",
        "garden",
        "glade",
        "grain",
        "grass",
        "grove",
        "hawthorn",
        "hazel",
        "heath",
        "hedge",
        "hill",
        "holly",
        "hornbeam",
        "ivy",
        "juniper",
        "larch",
        "laurel",
        "leaf",
        "lichen",
        "lilac",
        "linden",
        "maple",
        "meadow",
        "moss",
        "myrtle",
        "oak",
        "olive",
        "orchard",
        "petal",
        "pine",
        "plum",
        "poplar",
        "quince",
        "reed",
        "ridge",
        "ring",
        "river",
        "root",
        "rowan",
        "sap",
        "sapling",
        "seed",
        "shade",
        "shoot",
        "shrub",
        "spruce",
        "stem",
        "stone",
        "stream",
        "sycamore",
        "thicket",
        "trunk",
        "twig",
        "valley",
        "vine",
        "walnut",
        "willow",
        "wood",
        "yew"
    };

    private static final String LOWER = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String HEX = "0123456789abcdef";
    private static final String PASSWORD =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Ids() {}

    /** For example {@code quiet-birch-12345678}. */
    public static String project() {
        return words() + "-" + random(8, DIGITS);
    }

    /** For example {@code br-calm-alder-a1b2c3d4}. */
    public static String branch() {
        return "br-" + words() + "-" + random(8, LOWER);
    }

    /** For example {@code ep-calm-alder-a1b2c3d4}. */
    public static String endpoint() {
        return "ep-" + words() + "-" + random(8, LOWER);
    }

    /** For example {@code tl-3f9a1c0b2d4e}. */
    public static TimelineId timeline() {
        return new TimelineId("tl-" + random(12, HEX));
    }

    /** For example {@code sl-3f9a1c0b2d4e}. */
    public static SealId seal() {
        return new SealId("sl-" + random(12, HEX));
    }

    /** For example {@code bm-calm-alder-a1b2c3d4}. */
    public static String bookmark() {
        return "bm-" + words() + "-" + random(8, LOWER);
    }

    /** For example {@code snap-calm-alder-a1b2c3d4}. */
    public static String snapshot() {
        return "snap-" + words() + "-" + random(8, LOWER);
    }

    /** 24 letters and digits, 142 bits: safe in a URI without escaping. */
    public static String password() {
        return random(24, PASSWORD);
    }

    private static String words() {
        return ADJECTIVES[RANDOM.nextInt(ADJECTIVES.length)]
                + "-"
                + NOUNS[RANDOM.nextInt(NOUNS.length)];
    }

    private static String random(int length, String alphabet) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
