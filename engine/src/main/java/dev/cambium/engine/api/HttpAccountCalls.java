package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;

import com.fasterxml.jackson.core.type.TypeReference;

import java.util.List;
import java.util.Locale;

/** The user, keys and usage over HTTP. */
final class HttpAccountCalls implements AccountCalls {

    private final ApiCalls calls;

    HttpAccountCalls(ApiCalls calls) {
        this.calls = calls;
    }

    @Override
    public User me() {
        return calls.read(calls.get("/users/me"), User.class);
    }

    @Override
    public List<Organization> organizations() {
        return calls.readList(
                calls.get("/users/me/organizations"), "organizations", new TypeReference<>() {});
    }

    @Override
    public List<UsageFrame> usage(UsageQuery query) {
        String path =
                "/cambium/usage?by=%s&granularity=%s&from=%s&to=%s&project_ids=%s"
                        .formatted(
                                query.byBranch() ? "branch" : "project",
                                query.granularity().name().toLowerCase(Locale.ROOT),
                                query.from(),
                                query.to(),
                                encode(String.join(",", query.projects())));
        return calls.readList(calls.get(path), "usage", new TypeReference<>() {});
    }

    @Override
    public List<ApiKey> apiKeys() {
        return List.of(calls.read(calls.get("/api_keys"), ApiKey[].class));
    }

    @Override
    public ApiKey createApiKey(String name) {
        return calls.read(calls.post("/api_keys", object().put("key_name", name)), ApiKey.class);
    }

    @Override
    public ApiKey revokeApiKey(long id) {
        return calls.read(calls.delete("/api_keys/" + id), ApiKey.class);
    }
}
