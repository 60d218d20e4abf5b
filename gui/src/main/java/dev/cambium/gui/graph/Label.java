package dev.cambium.gui.graph;

/**
 * Where a lane's words stand: name and detail (state and size), beside each other or stacked.
 *
 * @param x left edge of the name
 * @param baseline of the name, before scrolling
 * @param nameWidth what the name may take; longer ones are cut with an ellipsis
 * @param detailX left edge of state and size
 * @param detailBaseline of state and size
 * @param detailWidth 0 when there is no room for them
 */
public record Label(
        double x,
        double baseline,
        double nameWidth,
        double detailX,
        double detailBaseline,
        double detailWidth) {

    /** Where the words end. */
    double right() {
        return detailWidth > 0 ? Math.max(x + nameWidth, detailX + detailWidth) : x + nameWidth;
    }
}
