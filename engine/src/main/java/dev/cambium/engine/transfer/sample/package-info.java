/**
 * The sample web shop: a made-up database that looks like a real one, for trying things out. Names
 * and addresses come from Datafaker; no person in it exists, its e-mail addresses lead nowhere
 * (example.com and its like are reserved by RFC 2606), and the same seed makes the same rows.
 */
@NullMarked
package dev.cambium.engine.transfer.sample;

import org.jspecify.annotations.NullMarked;
