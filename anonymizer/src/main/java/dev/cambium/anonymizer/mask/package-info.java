/**
 * Safe values in place of real ones. Everything here is a function of a secret and the value: the
 * same value becomes the same mask in every table and every run, so foreign keys and joins hold,
 * and nobody without the secret can go back or test a guess.
 */
@NullMarked
package dev.cambium.anonymizer.mask;

import org.jspecify.annotations.NullMarked;
