package dev.cambium.engine.compute;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one certificate of a home, which the gateway and all computes show. That it is the same is
 * what lets channel binding through: SCRAM-SHA-256-PLUS signs a hash of the certificate (RFC 5929,
 * tls-server-end-point), and the client sees the gateway's while Postgres checks its own.
 *
 * <p>It is made at the first start, for {@code localhost} and the loopback addresses, signed by
 * itself: whoever wants to check it names the file as its root.
 *
 * @param file the certificate, PEM; may be shown to anyone
 * @param keyFile the private key, PKCS #8 as PEM, mode 0600, which Postgres insists on
 */
public record ServerCertificate(
        Path file, Path keyFile, X509Certificate certificate, PrivateKey key) {

    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);

    private static final String NAME = "localhost";

    /** Whoever names the file as a root has to do so again after this time. */
    private static final Duration VALID = Duration.ofDays(3650);

    /** A certificate that runs out earlier than this is made anew at a start. */
    private static final Duration LEFT_MIN = Duration.ofDays(30);

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The certificate kept in a folder; made when there is none that can be used.
     *
     * @throws IOException if the folder cannot be read or written
     */
    public static ServerCertificate openOrMake(Path folder, Instant now) throws IOException {
        return openOrMake(folder, now, List.of());
    }

    /**
     * As {@link #openOrMake(Path, Instant)}; one that does not name all of these is made anew.
     *
     * @param names hosts and addresses beside {@code localhost}
     */
    public static ServerCertificate openOrMake(Path folder, Instant now, List<String> names)
            throws IOException {
        Path file = folder.resolve("server.crt");
        Path keyFile = folder.resolve("server.key");
        try {
            if (Files.exists(file) && Files.exists(keyFile)) {
                ServerCertificate kept = read(file, keyFile);
                kept.requireUsable(now, names);
                return kept;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            log.warn("The certificate in {} is made anew: {}", folder, e.getMessage());
        }
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            return make(file, keyFile, now, names);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate could be made: " + e.getMessage(), e);
        }
    }

    /** The certificate as text, for a file that a client names as its root. */
    public String pem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    private void requireUsable(Instant now, List<String> names) throws GeneralSecurityException {
        Set<Object> named = new HashSet<>();
        for (List<?> name : certificate.getSubjectAlternativeNames()) {
            named.add(name.get(1));
        }
        if (!named.containsAll(names)) {
            throw new GeneralSecurityException(
                    "it does not name %s; whoever checks it needs the new file"
                            .formatted(String.join(", ", names)));
        }
        if (certificate.getNotAfter().toInstant().isBefore(now.plus(LEFT_MIN))) {
            throw new GeneralSecurityException("it is about to run out");
        }
        byte[] proof = new byte[32];
        RANDOM.nextBytes(proof);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key);
        signer.update(proof);
        byte[] signed = signer.sign();
        signer.initVerify(certificate);
        signer.update(proof);
        if (!signer.verify(signed)) {
            throw new GeneralSecurityException("its key is another one's");
        }
    }

    private static ServerCertificate read(Path file, Path keyFile)
            throws IOException, GeneralSecurityException {
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(Files.readAllBytes(file)));
        String text = Files.readString(keyFile, StandardCharsets.US_ASCII);
        byte[] encoded =
                Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", "").strip());
        PrivateKey key =
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        return new ServerCertificate(file, keyFile, certificate, key);
    }

    private static ServerCertificate make(Path file, Path keyFile, Instant now, List<String> names)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=" + NAME);
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, RANDOM),
                        Date.from(now.minus(Duration.ofDays(1))), // clocks of containers differ
                        Date.from(now.plus(VALID)),
                        name,
                        pair.getPublic());
        List<GeneralName> all = new ArrayList<>();
        all.add(new GeneralName(GeneralName.dNSName, NAME));
        all.add(new GeneralName(GeneralName.dNSName, "*." + NAME));
        all.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        all.add(new GeneralName(GeneralName.iPAddress, "::1"));
        names.forEach(other -> all.add(generalName(other)));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(all.toArray(GeneralName[]::new)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        byte[] encoded =
                builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(pair.getPrivate()))
                        .getEncoded();
        // The certificate comes last: a pair is whole once it is there.
        Files.deleteIfExists(file);
        write(keyFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()), "rw-------");
        write(file, pem("CERTIFICATE", encoded), "rw-------");
        return read(file, keyFile);
    }

    private static GeneralName generalName(String name) {
        boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static void write(Path file, String text, String mode) throws IOException {
        Path made =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new");
        Files.writeString(made, text, StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pem(String what, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, lines, what)
                .replace(System.lineSeparator(), "\n");
    }

    /** Leaves the key out, so that a log cannot hold it. */
    @Override
    public String toString() {
        return "ServerCertificate[" + file + "]";
    }

    /** Whether two show the same certificate; keys are not compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ServerCertificate that && certificate.equals(that.certificate);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(certificate.getSignature());
    }
}
