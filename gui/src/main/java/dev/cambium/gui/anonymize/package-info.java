/**
 * The screen of personal data: what was found in a database, which function each column gets, how
 * rows become with it, a run that makes a branch, and its report.
 *
 * <p>{@code MaskingFindings} knows columns and rules, {@code LivePreview} shows rows before and
 * after, {@code MaskingRun} makes the branch, {@code MaskingReports} reads what a run did. None of
 * them knows a control.
 */
@NullMarked
package dev.cambium.gui.anonymize;

import org.jspecify.annotations.NullMarked;
