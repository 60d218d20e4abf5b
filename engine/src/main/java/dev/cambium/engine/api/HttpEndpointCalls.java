package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Endpoints over HTTP. */
final class HttpEndpointCalls implements EndpointCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpEndpointCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public List<Endpoint> list(String projectId) {
        return endpoints(paths.project(projectId));
    }

    @Override
    public List<Endpoint> of(String projectId, String branch) {
        return endpoints(paths.branch(projectId, branch));
    }

    @Override
    public Endpoint create(String projectId, String branch, NewEndpoint request) {
        ObjectNode endpoint = settings(request.settings());
        endpoint.put("branch_id", paths.idOf(projectId, branch)).put("type", "read_only");
        putIfGiven(endpoint, "name", request.name());
        ObjectNode body = object();
        body.set("endpoint", endpoint);
        String path = paths.project(projectId) + "/endpoints";
        return calls.read(calls.post(path, body), "endpoint", Endpoint.class);
    }

    @Override
    public Endpoint delete(String projectId, String endpointId) {
        return calls.read(
                calls.delete(paths.endpoint(projectId, endpointId)), "endpoint", Endpoint.class);
    }

    @Override
    public Endpoint start(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, "start");
    }

    @Override
    public Endpoint suspend(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, "suspend");
    }

    @Override
    public Endpoint restart(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, "restart");
    }

    @Override
    public Endpoint update(String projectId, String endpointId, EndpointUpdate update) {
        ObjectNode body = object();
        body.set("endpoint", settings(update));
        String path = paths.endpoint(projectId, endpointId);
        return calls.read(calls.patch(path, body), "endpoint", Endpoint.class);
    }

    @Override
    public ConnectionUri connectionUri(
            String projectId,
            @Nullable String branch,
            @Nullable String database,
            @Nullable String role) {
        StringBuilder path = new StringBuilder(paths.project(projectId)).append("/connection_uri?");
        if (branch != null) {
            path.append("branch_id=").append(paths.idOf(projectId, branch));
        }
        if (database != null) {
            path.append("&database_name=").append(encode(database));
        }
        if (role != null) {
            path.append("&role_name=").append(encode(role));
        }
        return parsed(calls.read(calls.get(path.toString()), "uri", String.class));
    }

    /** The fields of an endpoint, or of a project's defaults, that an update gives. */
    static ObjectNode settings(EndpointUpdate update) {
        ObjectNode endpoint = object();
        putIfGiven(endpoint, "suspend_timeout_seconds", update.suspendTimeoutSeconds());
        if (update.port() != null) {
            endpoint.put("cambium_port", update.port());
        }
        ObjectNode settings = endpoint.putObject("settings");
        putIfGiven(settings, "pool_timeout_seconds", update.poolTimeoutSeconds());
        if (update.pgSettings() != null) {
            ObjectNode values = settings.putObject("pg_settings");
            update.pgSettings().forEach(values::put);
        }
        if (update.preloadLibraries() != null) {
            ArrayNode libraries =
                    settings.putObject("preload_libraries").putArray("enabled_libraries");
            update.preloadLibraries().forEach(libraries::add);
        }
        return endpoint;
    }

    private List<Endpoint> endpoints(String path) {
        return calls.readList(
                calls.get(path + "/endpoints"), "endpoints", new TypeReference<>() {});
    }

    private Endpoint endpointVerb(String projectId, String endpointId, String verb) {
        String path = paths.endpoint(projectId, endpointId) + "/" + verb;
        return calls.read(calls.post(path, object()), "endpoint", Endpoint.class);
    }

    /** Neon's call answers the bare string; its parts are read back from it. */
    private static ConnectionUri parsed(String uri) {
        URI parts = URI.create(uri);
        String userInfo = parts.getRawUserInfo() == null ? "" : parts.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String role = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        String path = parts.getRawPath() == null ? "" : parts.getRawPath();
        String host =
                parts.getPort() < 0 ? parts.getHost() : parts.getHost() + ":" + parts.getPort();
        return new ConnectionUri(
                uri,
                new ConnectionUri.Parameters(
                        decode(path.startsWith("/") ? path.substring(1) : path),
                        decode(password),
                        decode(role),
                        host,
                        host));
    }

    private static String decode(String value) {
        // A plus sign stands for itself here: only forms turn it into a blank.
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
