package dev.cambium.engine.catalog.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/** Strings by their names, in one column: a JSON object. */
final class StringMap {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, String>> STRINGS =
            new TypeReference<>() {};

    private StringMap() {}

    static String column(Map<String, String> strings) {
        try {
            return JSON.writeValueAsString(strings);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of strings is always JSON", impossible);
        }
    }

    static Map<String, String> map(String column) {
        try {
            return JSON.readValue(column, STRINGS);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("not a JSON object of strings: " + column, broken);
        }
    }
}
