/**
 * The two classes to start reading at: {@link dev.evenhand.Evenhand} and {@link dev.evenhand.Jobs}.
 */
package dev.evenhand;
