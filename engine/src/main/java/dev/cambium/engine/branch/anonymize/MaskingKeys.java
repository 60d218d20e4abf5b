package dev.cambium.engine.branch.anonymize;

import dev.cambium.anonymizer.mask.MaskingSecret;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.MaskingKey;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The keys that masks hang on, one for each project. Thread-safe. */
final class MaskingKeys {

    private final EngineParts parts;
    private final SecureRandom random = new SecureRandom();

    MaskingKeys(EngineParts parts) {
        this.parts = parts;
    }

    /**
     * The key of a project, made when it has no rules yet.
     *
     * @throws Refusal if the project has rules and its key is gone: another one would give every
     *     value another mask, and nobody would notice
     */
    synchronized MaskingSecret of(String projectId) {
        Optional<MaskingKey> known = parts.catalog().masking().key(projectId);
        if (known.isPresent()) {
            return new MaskingSecret(HexFormat.of().parseHex(known.get().secret()));
        }
        if (!parts.catalog().masking().versions(projectId).isEmpty()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "MASKING_KEY_MISSING",
                    "The project has masking rules, and its key is missing from the catalog. Put the catalog back from a copy that has it.");
        }
        byte[] secret = new byte[MaskingSecret.BYTES];
        random.nextBytes(secret);
        MaskingKey made =
                new MaskingKey(
                        projectId, HexFormat.of().formatHex(secret), parts.clock().instant());
        parts.catalog().commit(change -> change.masking().put(made));
        return new MaskingSecret(secret);
    }
}
