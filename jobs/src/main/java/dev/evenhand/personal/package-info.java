/**
 * Personal data in free text: where it is, told apart from what merely looks like it by checksums.
 */
package dev.evenhand.personal;
