package dev.cambium.engine.api;

import java.util.List;
import java.util.Map;

/**
 * Whoever a key belongs to, in Neon's fields.
 *
 * @param projectsLimit how many projects there may be; -1 for as many as there is room for, as with
 *     the other limits but that of autoscaling
 * @param maxAutoscalingLimit compute units; 0 where nothing scales
 * @param authAccounts the ways to log in; a key of this computer needs none
 * @param billingAccount what Neon's clients look for before they do anything
 */
public record User(
        String id,
        String login,
        String name,
        String lastName,
        String email,
        String image,
        long projectsLimit,
        long branchesLimit,
        long activeSecondsLimit,
        int maxAutoscalingLimit,
        List<Object> authAccounts,
        String plan,
        Map<String, Object> billingAccount) {}
