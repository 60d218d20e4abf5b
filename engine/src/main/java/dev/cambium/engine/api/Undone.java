package dev.cambium.engine.api;

import java.util.List;

/**
 * What was undone.
 *
 * @param title of what was done before, for example {@code reset of 'dev' from 'main'}
 * @param branches those that came back, as they are now
 */
public record Undone(String title, List<Branch> branches, List<Operation> operations) {}
