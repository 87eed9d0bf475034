/** How well channels do their work, learnt from what became of dispatches, and what follows from it for routes. */
package dev.otpstream.engine.core.health;
