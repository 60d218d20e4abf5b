package dev.cambium.engine.branch.compute;

import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.compute.ReaderRole;
import dev.cambium.engine.compute.ScramVerifier;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.HeapPages;
import dev.cambium.engine.timeline.SharedMap;
import dev.cambium.engine.volume.Volume;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Remembers which roles were found in a content, so that the next server on the same ones need not
 * be asked: its first session takes some 45 ms of a reset. Contents have the same roles if their
 * files of pg_authid are the same, byte by byte, and say everything of their rows themselves.
 *
 * <p>In memory only. Thread-safe.
 */
final class KnownRoles {

    private static final Logger log = LoggerFactory.getLogger(KnownRoles.class);

    private static final int KNOWN_MAX = 256;

    /** Of more roles than anybody has on a laptop nothing is remembered. */
    private static final int BYTES_MAX = 1 << 20;

    /** The oid of pg_authid (catalog/pg_authid.h). */
    private static final int ROLES_OID = 1260;

    private final Volume volume;

    /** Verifiers by name of role, by the digest of the file, the eldest first. */
    private final Map<String, Map<String, @Nullable String>> known = new LinkedHashMap<>();

    KnownRoles(Volume volume) {
        this.volume = volume;
    }

    /**
     * What tells the roles of a content from others.
     *
     * @param timeline whose server has just started, so that all is in its files, and has let
     *     nobody in
     * @return empty if its file does not say everything
     */
    Optional<String> digest(TimelineId timeline) {
        try {
            OptionalInt file = SharedMap.file(volume, timeline, ROLES_OID);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            byte[] rows = volume.read(timeline, "global/" + file.getAsInt());
            return rows.length <= BYTES_MAX && HeapPages.sayAll(rows)
                    ? Optional.of(sha256(rows))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            log.debug("The roles of {} could not be told from its file", timeline, e);
            return Optional.empty();
        }
    }

    /** Remembers what a session found in that content. */
    synchronized void note(String digest, Map<String, @Nullable String> verifiers) {
        known.put(digest, new HashMap<>(verifiers));
        if (known.size() > KNOWN_MAX) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** Whether that content is known to have all these roles, with their passwords. */
    boolean areIn(String digest, List<Role> roles) {
        Map<String, @Nullable String> found;
        synchronized (this) {
            found = known.get(digest);
        }
        return found != null
                && found.containsKey(ReaderRole.NAME)
                && roles.stream().allMatch(role -> isIn(found, role));
    }

    private static boolean isIn(Map<String, @Nullable String> found, Role role) {
        return found.containsKey(role.name())
                && (!role.canLogIn()
                        || ScramVerifier.of(role.name(), role.password())
                                .equals(found.get(role.name())));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }
}
