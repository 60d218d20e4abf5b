package dev.cambium.gui.session;

/**
 * @param type as Postgres names it
 * @param number whether its values are read best from their right end
 */
public record SqlColumn(String name, String type, boolean number) {}
