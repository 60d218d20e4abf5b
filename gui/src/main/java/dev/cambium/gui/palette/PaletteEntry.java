package dev.cambium.gui.palette;

/**
 * Something the palette finds.
 *
 * @param detail beside the words: the keys of a command, the state of a branch
 * @param run what choosing it does, once the palette is gone
 */
record PaletteEntry(String icon, String words, String kind, String detail, Runnable run) {}
