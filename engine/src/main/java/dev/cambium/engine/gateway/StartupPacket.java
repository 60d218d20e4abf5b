package dev.cambium.engine.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client sends before anything else: a length, a code, and what the code calls for
 * (ProcessStartupPacket in Postgres' backend_startup.c, pqcomm.h).
 */
public sealed interface StartupPacket {

    /** The client asks whether the connection can be encrypted with TLS. */
    record TlsRequest() implements StartupPacket {}

    /** The client asks whether it can be encrypted with GSSAPI. */
    record GssRequest() implements StartupPacket {}

    /** The client wants a statement of another connection cancelled. */
    record Cancel(CancelKey key) implements StartupPacket {}

    /**
     * The client wants a session.
     *
     * @param protocol major version in the upper 16 bits, minor in the lower
     * @param parameters in the order in which they came
     */
    record Startup(int protocol, Map<String, String> parameters) implements StartupPacket {

        public Startup {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }

        /** With another value for one parameter; an empty one leaves it out. */
        Startup with(String name, String value) {
            Map<String, String> changed = new LinkedHashMap<>(parameters);
            if (value.isEmpty()) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
            return new Startup(protocol, changed);
        }

        /** As it goes over the wire. */
        byte[] encoded() {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            parameters.forEach(
                    (name, value) -> {
                        body.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
                        body.write(0);
                        body.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
                        body.write(0);
                    });
            body.write(0);
            return ByteBuffer.allocate(8 + body.size())
                    .putInt(8 + body.size())
                    .putInt(protocol)
                    .put(body.toByteArray())
                    .array();
        }
    }

    /** MAX_STARTUP_PACKET_LENGTH of Postgres. */
    int BYTES_MAX = 10_000;

    int CANCEL_CODE = 80_877_102;
    int TLS_CODE = 80_877_103;
    int GSS_CODE = 80_877_104;

    /**
     * Reads one packet and not a byte more, so that nothing sent in clear can pass for something
     * sent over TLS. Texts are kept byte by byte, as ISO 8859-1: their encoding is the session's,
     * which the gateway does not know.
     *
     * @throws EOFException if the client went away before or within it
     * @throws RefusedConnectionException if it is none
     */
    static StartupPacket read(InputStream in) throws IOException, RefusedConnectionException {
        DataInputStream data = new DataInputStream(in);
        int length = data.readInt();
        if (length < 8 || length > BYTES_MAX) {
            throw notAPacket("invalid length of startup packet");
        }
        byte[] rest = new byte[length - 4];
        data.readFully(rest);
        ByteBuffer body = ByteBuffer.wrap(rest);
        int code = body.getInt();
        return switch (code) {
            case TLS_CODE -> withoutBody(body, new TlsRequest());
            case GSS_CODE -> withoutBody(body, new GssRequest());
            case CANCEL_CODE -> cancel(body);
            default -> startup(code, body);
        };
    }

    private static StartupPacket withoutBody(ByteBuffer body, StartupPacket packet)
            throws RefusedConnectionException {
        if (body.hasRemaining()) {
            throw notAPacket("invalid length of startup packet");
        }
        return packet;
    }

    private static Cancel cancel(ByteBuffer body) throws RefusedConnectionException {
        if (body.remaining() < 8 || body.remaining() > 4 + CancelKey.SECRET_BYTES_MAX) {
            throw notAPacket("invalid length of cancel request packet");
        }
        int process = body.getInt();
        byte[] secret = new byte[body.remaining()];
        body.get(secret);
        return new Cancel(new CancelKey(process, ByteBuffer.wrap(secret)));
    }

    private static Startup startup(int protocol, ByteBuffer body)
            throws RefusedConnectionException {
        if (protocol >>> 16 != 3) {
            throw new RefusedConnectionException(
                    SqlState.PROTOCOL_VIOLATION,
                    "unsupported frontend protocol %d.%d: server supports 3.0 to 3.2"
                            .formatted(protocol >>> 16, protocol & 0xffff));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            String name = text(body);
            if (name.isEmpty()) {
                break;
            }
            parameters.put(name, text(body));
        }
        if (body.hasRemaining()) {
            throw notAPacket("invalid startup packet layout: expected terminator as last byte");
        }
        if (parameters.getOrDefault("user", "").isEmpty()) {
            throw new RefusedConnectionException(
                    SqlState.PROTOCOL_VIOLATION,
                    "no PostgreSQL user name specified in startup packet");
        }
        return new Startup(protocol, parameters);
    }

    private static String text(ByteBuffer body) throws RefusedConnectionException {
        int start = body.position();
        while (body.hasRemaining()) {
            if (body.get() == 0) {
                byte[] bytes = new byte[body.position() - 1 - start];
                body.get(start, bytes);
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        }
        throw notAPacket("invalid startup packet layout: expected terminator as last byte");
    }

    private static RefusedConnectionException notAPacket(String why) {
        return new RefusedConnectionException(SqlState.PROTOCOL_VIOLATION, why);
    }
}
