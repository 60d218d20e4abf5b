package dev.cambium.gui.graph;

/**
 * Where a lane's words stand.
 *
 * @param x left edge of the name
 * @param baseline of the text, before scrolling
 * @param nameWidth what the name may take; longer ones are cut with an ellipsis
 * @param detailX left edge of state and size
 * @param detailWidth 0 when there is no room for them
 */
public record Label(
        double x, double baseline, double nameWidth, double detailX, double detailWidth) {

    /** Where the words end. */
    double right() {
        return detailWidth > 0 ? detailX + detailWidth : x + nameWidth;
    }
}
