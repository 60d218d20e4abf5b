package dev.cambium.engine.gateway;

import dev.cambium.engine.compute.ServerCertificate;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS towards clients with our certificate, and towards computes that must have the same. */
final class Tls {

    /** The first byte of a TLS handshake; no startup packet is long enough to begin with it. */
    static final int HANDSHAKE = 0x16;

    /** What clients that begin with TLS at once say they want to speak (PG_ALPN_PROTOCOL). */
    private static final String ALPN = "postgresql";

    private final SSLContext towardsClients;
    private final SSLContext towardsComputes;

    Tls(ServerCertificate certificate) {
        try {
            char[] password = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(
                    "server",
                    certificate.key(),
                    password,
                    new Certificate[] {certificate.certificate()});
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            towardsClients = SSLContext.getInstance("TLS");
            towardsClients.init(keys.getKeyManagers(), null, null);
            towardsComputes = SSLContext.getInstance("TLS");
            towardsComputes.init(
                    null, new TrustManager[] {new OnlyOurs(certificate.certificate())}, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot do TLS with our certificate", e);
        }
    }

    /**
     * Answers a client's handshake.
     *
     * @param consumed what was already read of it
     * @throws IOException if the client does not manage it
     */
    SSLSocket answer(Socket socket, byte[] consumed) throws IOException {
        InputStream before = new ByteArrayInputStream(consumed);
        SSLSocket encrypted =
                (SSLSocket) towardsClients.getSocketFactory().createSocket(socket, before, true);
        SSLParameters parameters = encrypted.getSSLParameters();
        if (consumed.length > 0) {
            parameters.setApplicationProtocols(new String[] {ALPN});
        }
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }

    /** Begins a handshake with a compute, which must show our certificate. */
    SSLSocket call(Socket socket) throws IOException {
        SSLSocket encrypted =
                (SSLSocket)
                        towardsComputes
                                .getSocketFactory()
                                .createSocket(socket, "localhost", socket.getPort(), true);
        encrypted.startHandshake();
        return encrypted;
    }

    /** What the client called the server, null if it did not. */
    static @Nullable String serverName(SSLSocket socket) {
        if (!(socket.getSession() instanceof ExtendedSSLSession session)) {
            return null;
        }
        List<SNIServerName> names = session.getRequestedServerNames();
        for (SNIServerName name : names) {
            if (name instanceof SNIHostName host) {
                return host.getAsciiName();
            }
        }
        return null;
    }

    /** Trusts one certificate and no chain: whoever has its key is a compute of ours. */
    private record OnlyOurs(X509Certificate ours) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("clients show no certificates");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            if (chain.length == 0 || !ours.equals(chain[0])) {
                throw new CertificateException("the compute shows another certificate than ours");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {ours};
        }
    }
}
