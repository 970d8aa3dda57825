/**
 * The commands of the launcher: arguments in, exit status out.
 *
 * <p>The top floor: everything may be used from here, and nobody uses it.
 */
package dev.evenhand.command;
