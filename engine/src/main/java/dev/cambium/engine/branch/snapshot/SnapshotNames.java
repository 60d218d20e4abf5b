package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Which names, slugs and expiries snapshots may have. */
final class SnapshotNames {

    /** Neon's rule. */
    private static final Pattern SLUG = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /** As in the names of backups: no colons, so that it needs no quoting anywhere. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss-SSS").withZone(ZoneOffset.UTC);

    private SnapshotNames() {}

    /** The name asked for, or one from the branch and the time. */
    static String name(@Nullable String asked, String branchName, Instant now) {
        if (asked != null) {
            return Names.checked("snapshot", asked);
        }
        String suffix = "_" + TIME.format(now);
        int room = Names.NAME_CHARACTERS_MAX - suffix.length();
        int length = branchName.codePointCount(0, branchName.length());
        String begin =
                length <= room
                        ? branchName
                        : branchName.substring(0, branchName.offsetByCodePoints(0, room));
        return begin + suffix;
    }

    static @Nullable String slug(@Nullable String asked) {
        if (asked != null && !SLUG.matcher(asked).matches()) {
            throw new Refusal(
                    Kind.INVALID,
                    "SLUG_INVALID",
                    "'%s' is no slug: it has up to 63 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen."
                            .formatted(asked));
        }
        return asked;
    }

    static @Nullable Instant expiry(@Nullable Instant asked, Instant now) {
        if (asked != null && !asked.isAfter(now)) {
            throw new Refusal(
                    Kind.INVALID,
                    "EXPIRED_ALREADY",
                    "A snapshot cannot expire at %s, which is past. Choose a time to come, or none."
                            .formatted(asked));
        }
        return asked;
    }
}
