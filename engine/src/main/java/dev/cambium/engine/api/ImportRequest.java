package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * SQL files to load into a branch, in their order, all or nothing.
 *
 * @param files absolute paths, readable by the engine; {@code .gz} is unpacked
 * @param database where they start; made when missing; null means the branch's only database
 */
public record ImportRequest(List<Path> files, @Nullable String database) {}
