package dev.cambium.anonymizer.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.Map;
import java.util.TreeMap;

/** Takes documents apart: all texts and numbers by their path. Not thread-safe. */
final class JsonPaths {

    /** Documents used as dictionaries have endless paths. */
    private static final int PATHS_MAX = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ValueTally> tallies = new TreeMap<>();

    void take(String document) {
        try {
            take(JSON.readTree(document), "$");
        } catch (JsonProcessingException e) {
            // Not a document, so nothing in it has a path.
            tallies.remove("");
        }
    }

    private void take(JsonNode node, String path) {
        if (node.isObject()) {
            node.properties().forEach(one -> take(one.getValue(), path + "." + one.getKey()));
        } else if (node.isArray()) {
            node.forEach(one -> take(one, path + "[*]"));
        } else if (!node.isNull() && !node.isBoolean()) {
            ValueTally tally = tallies.get(path);
            if (tally == null && tallies.size() < PATHS_MAX) {
                tally = new ValueTally();
                tallies.put(path, tally);
            }
            if (tally != null) {
                tally.take(node.asText());
            }
        }
    }

    Map<String, ValueTally> tallies() {
        return tallies;
    }

    /** {@code email} of {@code $.contact.email[*]}. */
    static String lastName(String path) {
        String bare = path.replace("[*]", "");
        return bare.substring(bare.lastIndexOf('.') + 1);
    }
}
