/**
 * What a lake holds under keys: their rotation and retirement, and exports under the key of a
 * purpose.
 */
package dev.evenhand.custody;
